/**
 * Spanish, as public agencies in the United States write it: formal (usted), plain. The product's words are always the same:
 *
 * archive = archivo · account = cuenta · network = red · Account Owner = titular de la cuenta, titulares de cuentas ·
 * Parent Profile = perfil principal · personal profile = perfil personal · Personalized Link = enlace personal ·
 * to disconnect, disconnect = desconectarse, desconexión · to reconnect = volver a conectar · connected again = conectada de nuevo ·
 * transfer = transferir, transferencia · series = serie · reminder = recordatorio · pause = pausa · inactive = inactiva ·
 * to report = comunicar · gap in the record = vacío en el registro · dashboard = panel · Configure = Configurar ·
 * Primary Administrator = administrador principal · Full Access System Administrator = administrador del sistema con acceso completo ·
 * Read Only System Administrator = administrador del sistema de solo lectura · role = función · right = derecho ·
 * immediate error notifications = avisos inmediatos de errores · weekly error summary = resumen semanal de errores ·
 * dialog (of the network) = cuadro · sign in = iniciar sesión · the sign-in of an account = datos de acceso
 */
import type { EN } from '../en/index.js';
import type { Spoken } from '../spoken.js';
import { HELP } from './help.js';

export const ES: Spoken<typeof EN> = {
  help: HELP,
};
