/** Configure → people: Account Owners and administrators. */
import type { CONFIGURE as ENGLISH_CONFIGURE, PEOPLE as ENGLISH } from '../en/people.js';
import type { Spoken } from '../spoken.js';
import { count, number } from './common.js';

export const CONFIGURE: Spoken<typeof ENGLISH_CONFIGURE> = {
  label: 'Configurar',
  places: {
    owners: 'Titulares de cuentas',
    administrators: 'Administradores',
    import: 'Importar',
    series: 'Serie de correos',
    emails: 'Aspecto de los correos',
    keys: 'Claves de la API',
    'sign-in': 'Su propio inicio de sesión',
  },
};

export const PEOPLE: Spoken<typeof ENGLISH> = {
  owners: {
    title: 'Titulares de cuentas',
    lead: 'Cada titular vuelve a conectar sus propias cuentas: con un enlace personal, o iniciando sesión.',
    add: 'Agregar un titular de cuentas',
    search: 'Nombre o correo electrónico',
    searchAll: 'Mostrar todos',
    total: (n) => count(n, 'titular de cuentas', 'titulares de cuentas'),
    matching: (n) => (n === 1 ? '1 titular coincide' : `${number(n)} titulares coinciden`),
    none: 'Todavía no hay titulares de cuentas',
    noneNote: 'Agregue el primero, o importe muchos a la vez de una hoja de cálculo.',
    nothingFound: 'Ningún titular de cuentas tiene esto en su nombre o correo electrónico.',
    name: 'Nombre',
    accounts: 'Cuentas',
    seeAccounts: (name, n) => `${count(n, 'cuenta')} de ${name}`,
    disconnected: (n) => count(n, 'desconectada'),
    access: 'Acceso',
    connect: 'Enlace',
  },
  access: { connect_only: 'Solo conectar cuentas', invite: 'Invitar a iniciar sesión' },
  accessHints: {
    connect_only: 'Sin iniciar sesión: el enlace personal de cada correo abre su página.',
    invite: 'Además inicia sesión con su correo electrónico, y ve entonces el aviso de sus cuentas desconectadas.',
  },
  delivery: {
    bounced: 'Los correos se devuelven',
    complained: 'Marcado como correo no deseado',
    suppressed: 'Los correos están bloqueados',
  },
  deliveryNotes: {
    bounced: 'El último correo a esta dirección se devolvió: el buzón no existe, o está lleno.',
    complained: 'Alguien marcó un correo a esta dirección como correo no deseado.',
    suppressed: 'El proveedor de correo ya no entrega a esta dirección, porque fallaron correos anteriores.',
  },
  deliveryRemedy:
    'No se envía nada más a esa dirección. Corríjala más abajo. Si la dirección es correcta y el buzón vuelve a funcionar, indíquelo:',
  deliveryRetry: 'La dirección es correcta: volver a escribirle',

  connect: {
    open: 'Conectar cuentas',
    of: (name) => `para ${name}`,
    what: 'El enlace personal abre la página de este titular sin iniciar sesión, para volver a conectar cuentas y conectar otras nuevas. No permite nada más. Funciona durante 90 días desde el último correo que lo contenía, o desde que usted lo copió.',
    until: (day) => `El enlace actual funciona hasta el ${day}. Enviarlo o copiarlo le da otros 90 días.`,
    ended: (day) => `El enlace terminó el ${day}. Enviarlo o copiarlo hace que funcione de nuevo, durante 90 días.`,
    never: 'Todavía no ha salido ningún enlace; uno que acaba de enviar sale en unos instantes.',
    send: 'Enviar el enlace por correo',
    copy: 'Copiar el enlace al portapapeles',
    cannotSend:
      'Los correos a esta dirección no llegan. Copie el enlace y envíelo de otra forma, o corrija la dirección.',
    renew: 'Renovar el enlace',
    copied: (name, day) =>
      `El enlace de ${name} está en su portapapeles. Péguelo en un mensaje para ${name} y para nadie más. Funciona hasta el ${day}.`,
  },
  copiedPage: {
    title: (name) => `El enlace de ${name}`,
    field: 'Enlace personal',
    how: 'Haga clic en el campo, seleccione todo (Ctrl+A o ⌘A) y cópielo (Ctrl+C o ⌘C).',
    careful: (name, day) =>
      `Envíelo a ${name} y a nadie más: quien lo tiene puede iniciar sesión en las redes para estas cuentas. Funciona hasta el ${day}.`,
    back: 'Listo',
  },
  renewPage: {
    title: (name) => `¿Renovar el enlace de ${name}?`,
    lines: [
      'El enlace anterior deja de funcionar de inmediato, en todos los correos que lo contenían. Quien lo tenga abierto queda fuera.',
      'Hágalo cuando el enlace llegó a alguien a quien no estaba destinado. El nuevo funciona durante 90 días desde el último correo que lo contenga.',
    ],
    send: 'Renovar, y enviar el enlace nuevo por correo',
    show: 'Renovar, y mostrar el enlace nuevo para copiarlo',
  },

  administrators: {
    title: 'Administradores',
    lead: 'Se ocupan de todo el archivo. Al administrador principal siempre se le avisa de las cuentas desconectadas.',
    add: 'Agregar un administrador',
    name: 'Nombre',
    role: 'Función',
    immediate: 'Avisos inmediatos de errores',
    weekly: 'Resumen semanal de errores',
    always: 'Siempre',
    yes: 'Sí',
    no: 'No',
    notReadOnly: 'No con solo lectura',
    alsoOwner: 'también titular de cuentas',
    nothingFound: 'Ningún administrador tiene esto en su nombre o correo electrónico.',
    rights: 'Qué puede hacer cada función',
    rightsOf: {
      primary_administrator:
        'Todo. Exactamente una persona; recibe copia del primer y del último correo sobre cada desconexión.',
      full_access_administrator: 'También todo, y elige si se le avisa de los errores de inmediato.',
      read_only_administrator: 'Ve el panel y las cuentas. Sin Configurar; no cambia nada.',
    },
  },

  add: {
    ownerTitle: 'Agregar un titular de cuentas',
    administratorTitle: 'Agregar un administrador',
    linkAtOnce: 'En cuanto usted guarda, se envía al titular de cuentas su enlace personal por correo.',
    save: 'Agregar',
  },
  person: {
    owns: (n) => count(n, 'cuenta'),
    ownsNone: 'Todavía no hay cuentas',
    details: 'Nombre, funciones y acceso',
    name: 'Nombre',
    email: 'Correo electrónico',
    emailMoves:
      'A una dirección nueva se envía de inmediato un enlace nuevo. El anterior deja de funcionar, para que nadie que lea el buzón antiguo conserve una entrada.',
    roles: 'Funciones',
    account_owner: 'Titular de la cuenta',
    ownerHint: 'Vuelve a conectar las cuentas que están a su nombre, y recibe los correos sobre ellas.',
    ownerStays: 'Mientras haya cuentas o perfiles principales a este nombre, esta función no se puede quitar.',
    administrator: 'Administrador del archivo',
    none: 'Ninguna función de administrador',
    primaryHint: (current) =>
      `Ya hay uno. ${current} pasará entonces a ser administrador del sistema con acceso completo; se le preguntará una vez más.`,
    isPrimary:
      'El administrador principal. Para ceder esta función, abra la persona que la asume y elija allí Administrador principal.',
    access: 'Acceso de un titular de cuentas',
    signIn: (url, email) =>
      `Inicia sesión en ${url} con ${email}. No hay nada que recordar: cada vez se envía un enlace por correo.`,
    inviteAgain: 'Enviar de nuevo la invitación',
    subscriptions: 'Correos para un administrador',
    immediate: 'Avisos inmediatos de errores',
    immediateHint:
      'Una copia del primer y del último correo sobre cada desconexión. Con acceso completo; el administrador principal siempre la recibe.',
    weekly: 'Resumen semanal de errores',
    weeklyHint: 'Los lunes a las 9:00 en la zona horaria del archivo, cuando hay algo que comunicar.',
    self: 'Esta persona es usted. Sin una función de administrador ya no podrá abrir Configurar.',
    remove: 'Quitar a esta persona',
  },
  handOver: {
    title: (name) => `¿Ceder la función de administrador principal a ${name}?`,
    lines: (name, current) => [
      current === null
        ? `${name} pasa a ser el administrador principal.`
        : `${name} pasa a ser el administrador principal. En el mismo momento, ${current} pasa a ser administrador del sistema con acceso completo, y conserva todos los demás derechos.`,
      `Desde entonces ${name} recibe copia del primer y del último correo sobre cada desconexión, y figura en todas las páginas como la persona a quien consultar.`,
    ],
    yes: 'Ceder la función',
  },
  removal: {
    title: (name) => `¿Quitar a ${name}?`,
    lines: (name) => [
      `${name} ya no podrá iniciar sesión ni recibirá más correos de aquí. Lo que se hizo con este nombre queda en el registro.`,
    ],
    ofOwner: 'El enlace personal deja de funcionar de inmediato.',
    yes: 'Quitar',
    primary:
      'Este es el administrador principal, y un archivo tiene exactamente uno. Ceda primero esta función a otra persona.',
    refusedTitle: (name) => `Todavía no se puede quitar a ${name}`,
    wayOut:
      'Con las cuentas se transfieren los perfiles principales que las autorizan. Después, esta persona se puede quitar aquí.',
    see: 'Ver las cuentas',
    self: 'Esta persona es usted: se cerrará su sesión.',
  },
  done: {
    added_owner: ({ name, email }) => `Se agregó a ${name}. El enlace personal va en camino a ${email}.`,
    added: ({ name }) => `Se agregó a ${name}.`,
    saved: () => 'Guardado.',
    moved: ({ email }) => `Un enlace nuevo va en camino a ${email}; el anterior ya no funciona.`,
    owner: ({ email }) => `El enlace personal va en camino a ${email}.`,
    invited: ({ email }) => `La invitación a iniciar sesión va en camino a ${email}.`,
    invited_again: ({ email }) =>
      `La invitación va de nuevo en camino a ${email}. Los enlaces de invitaciones anteriores ya no funcionan.`,
    handed_over: ({ name }) => `${name} es ahora el administrador principal.`,
    link_sent: ({ name, email }) => `El enlace de ${name} va en camino a ${email}.`,
    renewed: ({ name, email }) => `El enlace anterior de ${name} ya no funciona. El nuevo va en camino a ${email}.`,
    retried: ({ email }) => `Se vuelven a enviar correos a ${email}.`,
    removed: () => 'Se quitó a la persona.',
  },
};
