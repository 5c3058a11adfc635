import type { notices as english } from '../en/notices.js';
import { counted, grouped } from '../numbers.js';

export const notices: typeof english = {
  eyebrow: 'Para administradores',
  whatToDo: 'Qué hacer',
  addressFailed: {
    subject: (product, name) => `${product}: No se puede entregar el correo a ${name}`,
    headline: (name) => `No se puede entregar el correo a ${name}`,
    failures: {
      bounced: 'El servidor de correo de la dirección rechazó un mensaje de forma definitiva.',
      complained: 'Un mensaje a la dirección se marcó como correo no deseado.',
      suppressed:
        'El proveedor de correo ya no entrega mensajes a la dirección, debido a un rechazo o una queja anterior.',
    },
    ownerWaiting: (n, name) =>
      n === 1
        ? `Ya no se envían correos a esta dirección. 1 cuenta a cargo de ${name} está desconectada, y a nadie se le pide que la vuelva a conectar.`
        : `Ya no se envían correos a esta dirección. ${counted(n, 'cuenta', 'cuentas')} a cargo de ${name} están desconectadas, y a nadie se le pide que las vuelva a conectar.`,
    ownerNothingWaits:
      'Ya no se envían correos a esta dirección. Si una cuenta se desconectara, a nadie se le pediría que la volviera a conectar.',
    administrator:
      'Ya no se envían correos a esta dirección, por lo que este administrador no recibe avisos de errores.',
    person: 'Persona',
    owner: (name) => `${name} (titular de cuentas)`,
    administratorNamed: (name) => `${name} (administración)`,
    address: 'Dirección',
    ownerSteps: [
      'Corrija la dirección; los correos continúan de inmediato.',
      'Mientras tanto, copie el enlace personal y envíelo por otro medio, o vuelva a conectar las cuentas en nombre de su titular.',
      'Si la persona ya no trabaja con ustedes, transfiera las cuentas a otro titular.',
    ],
    administratorSteps: ['Corrija la dirección o elimine a este administrador.'],
    openOwner: 'Abrir las cuentas de esta persona',
    openArchive: 'Abrir el archivo',
  },
  surgeHold: {
    subject: (product, n, network) =>
      `${product}: ${grouped(n)} cuentas de ${network} notificadas a la vez; sus correos esperan`,
    headline: (n, network) => `Se notificaron a la vez ${grouped(n)} cuentas de ${network}`,
    why: (minutes) =>
      `Tantas en ${minutes} minutos suelen deberse a la red y no a las personas. Como eligió su archivo, todavía no se escribe a sus titulares.`,
    until: (when) => `Si nadie decide, los correos saldrán por sí solos el ${when}.`,
    network: 'Red',
    accounts: 'Cuentas',
    of: (n, all) => `${grouped(n)} de ${grouped(all)} en uso`,
    steps: [
      'Consulte la página de estado de la red y una o dos de las cuentas.',
      'Si de verdad están desconectadas, libere los correos: sus titulares las volverán a conectar.',
      'Si la red se equivocó, retire las notificaciones: no se avisa a nadie y las cuentas figuran como conectadas.',
    ],
    open: 'Decidir ahora',
  },
};
