import type { PREFERENCES as ENGLISH } from '../en/preferences.js';
import type { Spoken } from '../spoken.js';

export const PREFERENCES: Spoken<typeof ENGLISH> = {
  title: 'Sus avisos',
  opening: 'Abriendo sus avisos…',
  noScript: {
    title: 'Este enlace necesita JavaScript',
    lines: ['Active JavaScript y abra de nuevo el enlace del correo, o inicie sesión y cámbielos en «Usted».'],
  },
  lead: (name, archive) => `Para ${name}, administrador del archivo de ${archive}.`,
  weekly: 'Resumen semanal de errores',
  weeklyHint: 'Los lunes a las 9:00 en la zona horaria del archivo, cuando haya algo que comunicar.',
  immediate: 'Avisos inmediatos de errores',
  immediateHint: 'Una copia del primer y del último correo sobre cada cuenta desconectada.',
  immediatePrimary:
    'Como administrador principal, usted siempre recibe una copia del primer y del último correo sobre cada cuenta desconectada. Eso no se puede desactivar.',
  immediateReadOnly:
    'Los avisos inmediatos de errores son para los administradores del sistema con acceso completo. Si los necesita, consulte al administrador principal.',
  ownerEmails:
    'Usted también es titular de cuentas. Los correos sobre sus propias cuentas no se pueden desactivar: mientras una cuenta está desconectada, se pierden registros.',
  ownersAlways:
    'Los titulares de cuentas siempre reciben los correos sobre sus propias cuentas; aquí se trata de lo que usted recibe como administrador.',
  save: 'Guardar',
  saved: 'Guardado. Se aplica a partir del próximo correo.',
  stop: {
    title: '¿Dejar de recibir el resumen semanal de errores?',
    lines: (archive) => [`Ya no recibirá el resumen semanal del archivo de ${archive}. Los demás correos no cambian.`],
    button: 'Dejar de recibir el resumen semanal',
  },
  stopped: {
    title: 'Ya no recibirá el resumen semanal de errores',
    lines: (archive) => [
      `Ya no recibirá el resumen semanal del archivo de ${archive}. Los demás correos no cambian.`,
      'Para recibirlo de nuevo, inicie sesión y márquelo en «Usted».',
    ],
  },
  noAdministrator: {
    title: 'Aquí no hay nada que cambiar',
    lines: [
      'Usted ya no es administrador de este archivo, por lo que no recibe ni el resumen semanal ni los avisos inmediatos.',
      'Los correos sobre sus propias cuentas no se pueden desactivar: mientras una cuenta está desconectada, se pierden registros.',
    ],
  },
  unknown: {
    title: 'Este enlace no funciona',
    lines: [
      'Está incompleto, o su dirección de correo ha cambiado desde entonces. Abra el enlace de su resumen semanal más reciente.',
      'También puede iniciar sesión y cambiar sus avisos en «Usted».',
    ],
  },
};
