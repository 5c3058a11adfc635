/** What happened, one sentence each. */
import type { EventSentences } from '../timeline-model.js';
import { listed } from './common.js';

const because = (why: string) => (why ? ` Motivo: ${why}` : '');
const as = (name: string) => (name ? ` con la sesión de ${name}` : '');
const at = (addresses: readonly string[]) => (addresses.length > 0 ? ` (${listed(addresses)})` : '');

export const EVENTS: EventSentences = {
  reported: ({ actor, reason }) => `${actor} comunicó que la cuenta está desconectada: ${reason}.`,
  reopened: ({ actor, reason }) =>
    `${actor} la comunicó de nuevo poco después de que se conectara: ${reason}. Los correos siguen donde estaban.`,
  refresh_tried: ({ worked }) =>
    worked
      ? 'Relink renovó por sí mismo el permiso en la red.'
      : 'Relink intentó renovar por sí mismo el permiso en la red; no sirvió.',
  token_checked: ({ works, believed }) =>
    works
      ? believed
        ? 'Relink preguntó a la red: el permiso funciona. Aun así ya se había notificado antes, por lo que se da por cierta la notificación.'
        : 'Relink preguntó a la red: el permiso funciona.'
      : 'Relink preguntó a la red si el permiso todavía funciona; la red no lo confirma.',
  surge_held: () =>
    'Se notificaron a la vez muchas cuentas de esta red, por lo que los correos esperan hasta que alguien de administración decida, o dos horas.',
  surge_hold_released: ({ actor }) => `${actor} liberó los correos que la retención había detenido.`,
  renewal_asked: ({ ends }) => `Se pidió a su titular que renueve el permiso, que termina el ${ends}.`,

  email_sent: ({ email, to, cc }) =>
    cc.length > 0 ? `${email} se envió a ${to}, con copia a ${listed(cc, 10)}.` : `${email} se envió a ${to}.`,
  email_delivered: ({ email }) => `${email} llegó.`,
  email_delayed: ({ email }) => `${email} se retrasa; se está volviendo a intentar la entrega.`,
  email_bounced: ({ email, addresses }) => `${email} se devolvió: la dirección no lo admite${at(addresses)}.`,
  email_complained: ({ email, addresses }) =>
    `${email} se marcó como correo no deseado por quien lo recibió${at(addresses)}.`,
  email_suppressed: ({ email, addresses }) =>
    `${email} no se entregó: con la dirección ya hubo antes un fallo o una queja${at(addresses)}.`,
  email_failed: ({ email }) => `${email} no se pudo enviar.`,
  step_skipped: ({ email }) => `${email} se omitió, porque los correos estaban en pausa.`,

  paused: ({ actor, until, why }) => `${actor} puso los correos en pausa hasta el ${until}.${because(why)}`,
  resumed: ({ actor }) => `${actor} terminó la pausa de los correos.`,

  link_opened: ({ actor }) => `${actor} abrió la página con las cuentas.`,
  link_copied: ({ actor }) => `${actor} copió el enlace personal para pasarlo.`,
  link_email_requested: ({ actor }) => `${actor} hizo enviar el enlace personal por correo.`,
  reconnect_begun: ({ actor }) => `${actor} empezó a volver a conectar la cuenta.`,
  reconnect_refused: ({ actor, refusal, signedInAs }) =>
    `${actor} intentó volver a conectar la cuenta${as(signedInAs)}. Se rechazó y no se cambió nada: ${refusal}`,
  attempt_failed: ({ actor, refusal }) => `${actor} intentó volver a conectar la cuenta, sin éxito: ${refusal}`,

  reconnected: ({ actor, signedInAs, byMachine }) =>
    byMachine
      ? 'La cuenta está conectada de nuevo. Nadie tuvo que hacer nada.'
      : `${actor} volvió a conectar la cuenta${as(signedInAs)}. Se captura de nuevo.`,
  transferred: ({ actor, owners }) =>
    `${actor} transfirió la cuenta de ${owners.from} a ${owners.to}. Los correos siguen con ${owners.to}.`,
  inactive: ({ actor, why }) =>
    `${actor} marcó la cuenta como cerrada o en desuso. La desconexión terminó.${because(why)}`,
  deleted: ({ actor }) => `${actor} eliminó la cuenta del archivo. La desconexión terminó.`,
  withdrawn: ({ actor, why, byCheck }) =>
    byCheck
      ? 'El permiso funciona, así que la notificación se retiró y no se escribió a nadie. Si vuelve a notificarse, se da por cierta.'
      : `${actor} retiró lo comunicado por ser un error.${because(why)}`,

  connected: ({ actor, signedInAs }) => `${actor} conectó la cuenta${as(signedInAs)}.`,
  credential_read: ({ actor }) => `${actor} leyó el permiso con el que se captura la cuenta.`,
  credential_renewed: ({ actor, signedInAs }) => `${actor} renovó el permiso de la cuenta${as(signedInAs)}.`,
  credential_deleted: ({ actor }) => `${actor} hizo eliminar el permiso guardado de la cuenta.`,
  account_added: ({ actor }) => `${actor} agregó la cuenta al archivo.`,
  account_changed: ({ actor }) => `${actor} cambió el nombre de la cuenta o su perfil principal.`,
  account_inactive: ({ actor, why }) => `${actor} marcó la cuenta como inactiva.${because(why)}`,
  account_active: ({ actor }) => `${actor} retiró la marca de cuenta inactiva.`,
  account_deleted: ({ actor }) => `${actor} eliminó la cuenta del archivo.`,
  transfer_requested: ({ actor }) => `${actor} pidió una transferencia.`,
  transfer_completed: ({ actor, owners }) => `Se hizo una transferencia a ${owners.to}, pedida por ${actor}.`,
  transfer_refused: ({ actor }) => `Se rechazó una transferencia que pidió ${actor}; no se movió nada.`,
  transfer_failed: ({ actor }) => `Una transferencia que pidió ${actor} no se pudo hacer a tiempo; no se movió nada.`,
  reason_changed: ({ reason }) => `Ahora se conoce mejor el motivo: ${reason}.`,
  parent_profile_added: ({ actor }) => `${actor} agregó un perfil principal.`,
  parent_profile_erased: ({ actor }) =>
    `${actor} hizo eliminar el nombre y el identificador de un perfil principal, como lo pidió la persona.`,
  invitation_requested: ({ actor }) => `${actor} hizo enviar de nuevo la invitación a iniciar sesión.`,
  user_added: ({ actor }) => `${actor} agregó a una persona al archivo.`,
  user_changed: ({ actor }) => `${actor} cambió los datos de una persona.`,
  user_removed: ({ actor }) => `${actor} quitó a una persona del archivo.`,
  primary_administrator_demoted: ({ actor }) => `${actor} nombró a otro administrador principal.`,
  signed_in: ({ actor }) => `${actor} inició sesión.`,
  settings_changed: ({ actor }) => `${actor} cambió la configuración del archivo.`,
  preferences_changed: ({ actor }) => `${actor} cambió qué correos recibe.`,
  api_key_created: ({ actor }) => `${actor} creó una clave de la API.`,
  api_key_revoked: ({ actor }) => `${actor} revocó una clave de la API.`,
};
