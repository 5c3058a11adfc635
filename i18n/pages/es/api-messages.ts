/** What the API says in English about something that a person typed, in Spanish. */

type Sentence = [pattern: RegExp, spanish: string];

/** `$1` and so on are what stands in the English sentence at that place. */
const SENTENCES: readonly Sentence[] = [
  [/^This field is required\.$/, 'Este dato es obligatorio.'],
  [/^This must not be empty\.$/, 'Este dato no puede quedar vacío.'],
  [/^Give at most 1 character\.$/, 'Escriba 1 carácter como máximo.'],
  [/^Give at most (\d+) characters\.$/, 'Escriba $1 caracteres como máximo.'],
  [/^Give at least (\d+) characters?\.$/, 'Escriba al menos $1 caracteres.'],
  [/^Give at most (\d+) items?\.$/, 'Indique $1 elementos como máximo.'],
  [/^Give at least (\d+) items?\.$/, 'Indique al menos $1 elementos.'],
  [/^Give at most (-?\d+)\.$/, 'Indique $1 como máximo.'],
  [/^Give at least (-?\d+)\.$/, 'Indique al menos $1.'],
  [/^Give one of (.+)\.$/, 'Indique uno de estos valores: $1.'],
  [/^Give an? (?:number|int|integer)\.$/, 'Escriba un número.'],
  [/^Give an email address, e\.g\. (\S+)\.$/, 'Escriba una dirección de correo electrónico, p. ej., $1.'],
  [/^Give a URL\.$/, 'Escriba una dirección web.'],
  [/^Give a time with its zone, e\.g\. /, 'Escriba una fecha y una hora válidas.'],
  [/^Give a time between the years 1970 and 2200\.$/, 'Indique una fecha entre los años 1970 y 2200.'],
  [/^Give a time in the future, at most a year from now\.$/, 'Indique una fecha futura, dentro de un año como máximo.'],
  [
    /^Give a time that is not before the gap in the record began\.$/,
    'Indique una fecha que no sea anterior al comienzo de la interrupción.',
  ],
  [/^Give a time that is not in the future\.$/, 'Indique una fecha que no sea futura.'],
  [/^Give a time before the end of the period\.$/, 'Indique una fecha anterior al final del período.'],
  [/^Give a time zone of the IANA database/, 'Elija una zona horaria de la lista.'],
  [/^Leave out line breaks/, 'Quite los saltos de línea y los caracteres de control.'],
  [/^This contains characters that are not allowed here\.$/, 'Contiene caracteres que aquí no se permiten.'],
  [/^This is not in the expected format\.$/, 'No tiene el formato esperado.'],
  [/^This is none of what is expected here\.$/, 'No es nada de lo que se espera aquí.'],
  [/^Give at least one scope\.$/, 'Elija al menos un permiso.'],
  [/^Give at least one role\.$/, 'Elija al menos una función.'],
  [
    /^Write Account Owner, Primary Administrator,/,
    'Escriba Titular de la cuenta, Administrador principal, Administrador del sistema con acceso completo o Administrador del sistema de solo lectura, y un punto y coma entre dos funciones.',
  ],
  [
    /^This user may not sign in\. Give them/,
    'Esta persona no puede iniciar sesión. Dele antes una función de administrador o, si es titular, el acceso «Invitar a iniciar sesión».',
  ],
  [/^Name each role once\.$/, 'Indique cada función una sola vez.'],
  [
    /^A person has one administrator’s role at most/,
    'Una persona tiene como máximo una función de administrador. Elija una de ellas.',
  ],
  [/^Give "inactive" with a reason/, 'Indique el motivo por el que la cuenta está inactiva.'],
  [/^Give the id that the network itself uses/, 'Escriba el identificador que usa la propia red, sin espacios.'],
  // Of a transfer.
  [
    /^This user is not an Account Owner\. Give the user/,
    'Esta persona no es titular de cuentas. Dele primero esa función.',
  ],
  [
    /^This would move (\S+) accounts and Parent Profiles\. Move at most (\S+) in one transfer\.$/,
    'Así pasarían $1 cuentas y perfiles principales. Transfiera como máximo $2 a la vez.',
  ],
  [
    /^Accounts are being transferred to this Account Owner\./,
    'Se están transfiriendo cuentas a este titular. Inténtelo de nuevo en un minuto.',
  ],
  [
    /^This is being transferred to another Account Owner\. Try again/,
    'Esto se está transfiriendo a otro titular. Inténtelo de nuevo en un minuto.',
  ],
  [/^There is no such Account Owner in this archive\.$/, 'Ese titular no está en este archivo.'],
  // Of a spreadsheet.
  [
    /^Line (\d+) names a Primary Administrator too/,
    'La línea $1 también nombra a un administrador principal. Un archivo tiene exactamente uno.',
  ],
  [
    /^This user is the Primary Administrator, and no line names another/,
    'Esta persona es el administrador principal, y ninguna línea nombra a otro. Nombre a uno, o déjele la función.',
  ],
  [
    /^This Account Owner has accounts or Parent Profiles/,
    'Este titular tiene cuentas o perfiles principales. Transfiéralos primero, o déjele la función de titular.',
  ],
  [
    /^This account is in the archive under (.+)\. Transfer it to (\S+) to move it\.$/,
    'Esta cuenta está en el archivo a nombre de $1. Para moverla, transfiérala a $2.',
  ],
  [/^(\S+) is not an Account Owner\. Give/, '$1 no es titular de cuentas. Dele primero esa función.'],
  [
    /^There is no user (\S+) in this archive\. Add/,
    'En este archivo no hay nadie con la dirección $1. Agregue primero a este titular.',
  ],
  [
    /^Accounts of (.+) sign in by themselves\./,
    'Las cuentas de $1 inician sesión por sí mismas. Deje vacía esta celda.',
  ],
  [
    /^There is no Parent Profile (\S+) in this archive\./,
    'En este archivo no hay ningún perfil principal $1. Agréguelo primero.',
  ],
  [
    /^This Parent Profile is under another Account Owner\. .+ one of (\S+)\.$/,
    'Este perfil principal está a nombre de otro titular. Transfiéralo primero, o use uno de $1.',
  ],
  [
    /^.+ is in line (\d+) already \(lines \d+ and (\d+)\)/,
    'Lo mismo está ya en la línea $1 (líneas $1 y $2). Deje solo una.',
  ],
  [
    /^This line has more cells than the header has columns/,
    'Esta línea tiene más celdas que columnas hay en la primera. Ponga entre comillas las celdas que contienen el separador.',
  ],
  [
    /^The file is empty\. Its first line names the columns: (.+)\.$/,
    'El archivo está vacío. Su primera línea nombra las columnas: $1.',
  ],
  [
    /^The file is not in UTF-8\./,
    'El archivo no está en UTF-8. Guárdelo en la hoja de cálculo como «CSV UTF-8» y vuelva a intentarlo.',
  ],
  [/^There is no column "(.*)"\. The columns are (.+)\.$/, 'No existe la columna «$1». Las columnas son $2.'],
  [/^The column (.+) is there twice\./, 'La columna $1 está dos veces. Quite una de ellas.'],
  [/^The column (.+) is missing\./, 'Falta la columna $1. Agréguela a la primera línea.'],
  [/^This line is not CSV\.$/, 'Esta línea no es de una hoja de cálculo (CSV).'],
  [
    /^A quote opens in this line and does not close/,
    'En esta línea se abren unas comillas que no se cierran. Ciérrelas.',
  ],
  [
    /^There is a quote within a cell\./,
    'Hay comillas dentro de una celda. Ponga toda la celda entre comillas, y escriba dos veces las de dentro.',
  ],
  [
    /^There is text behind a closing quote\./,
    'Hay texto detrás de las comillas de cierre. Para tener comillas dentro de una celda, escríbalas dos veces.',
  ],
  [/^This line is far too long\./, 'Esta línea es demasiado larga. Busque unas comillas que no se cierran.'],
  [
    /Send it in several files, each with the header\.$/,
    'El archivo tiene demasiadas líneas. Repártalo en varios, cada uno con la línea que nombra las columnas.',
  ],
  [/^This is not an id of Relink\.$/, 'Esto no es un identificador de Relink.'],
  [
    /^This looks like a number that a spreadsheet has rounded\./,
    'Parece un número que la hoja de cálculo redondeó. Dé a la columna el formato de texto y expórtela de nuevo.',
  ],
  [
    /^.+ needs a Parent Profile of (.+), this (?:one )?is one of (.+)\.$/,
    'Hace falta un perfil principal de $1; este es de $2.',
  ],
  // Of the archive's own keys and names.
  [/^Leave out < and >:/, 'Quite los signos < y >: en un correo marcan la dirección.'],
  [/^This is a set of keys\./, 'Esto es un conjunto de claves. Ponga una de ellas.'],
  [
    /^This is a private key/,
    'Esta es una clave privada, que nadie más debe tener nunca. Cree un par nuevo, y ponga su clave pública.',
  ],
  [
    /^Give a public key of one of these kinds/,
    'Ponga una clave pública de uno de estos tipos: EC con la curva P-256, OKP con Ed25519, o RSA con 2048 bits como mínimo.',
  ],
  [/^This key is not for signatures/, 'Esta clave no es para firmas: su «use» debe ser «sig».'],
  [
    /^The "alg" of this kind of key must be one of (.+)\.$/,
    'El «alg» de este tipo de clave debe ser uno de estos: $1.',
  ],
  [
    /^The "kid" must be a text of at most (\d+) characters\.$/,
    'El «kid» debe ser un texto de $1 caracteres como máximo.',
  ],
  [
    /^An RSA key must have (\d+) to (\d+) bits; this one has (\d+)\.$/,
    'Una clave RSA debe tener de $1 a $2 bits; esta tiene $3.',
  ],
  [/^The exponent "e" of this RSA key is not safe\.$/, 'El exponente «e» de esta clave RSA no es seguro.'],
  [/^This is not a complete public key/, 'Esta clave pública no está completa: falta un número o es incorrecto.'],
  // Whole refusals.
  [/^The account is connected, not inactive\./, 'La cuenta está conectada, no inactiva. Vuelva a cargar la página.'],
  [
    /^The account is marked inactive/,
    'La cuenta está marcada como inactiva. Si se usa de nuevo, retire primero la marca.',
  ],
  [/^This disconnect is closed/, 'Esta desconexión ha terminado; ya no se envía nada sobre ella.'],
  [
    /^(.+) is not set up here yet\. An operator/,
    '$1 todavía no está configurada aquí. Un operador de Relink debe registrarla primero.',
  ],
  [
    /^(.+) is being transferred to another Account Owner\./,
    '$1 se está transfiriendo a otro titular. Vuelva a intentarlo dentro de un minuto.',
  ],
  [/^The Personalized Link was renewed or has ended\./, 'El enlace personal se renovó o terminó. Pida uno nuevo.'],
  [
    /^Only the Account Owner and administrators with full access may do this\.$/,
    'Solo el titular de la cuenta y los administradores con acceso completo pueden hacer esto.',
  ],
  [
    /^Only administrators and Account Owners/,
    'Solo los administradores y los titulares de cuentas del archivo pueden hacer esto.',
  ],
  [
    /^Only administrators of the archive may do this\./,
    'Solo los administradores del archivo pueden hacer esto. Consulte a uno de ellos.',
  ],
  [
    /^There were too many requests from your address\./,
    'Hubo demasiadas solicitudes desde su dirección. Vuelva a intentarlo dentro de un minuto.',
  ],
  [/^Relink is busy or restarting\./, 'Relink está ocupado o se está reiniciando. Vuelva a intentarlo pronto.'],
  [/^This came from a page of another site\./, 'Esto vino de una página de otro sitio. Use las páginas de Relink.'],
  [
    /^This Idempotency-Key made the API key/,
    'Esta clave ya se creó y se mostró entonces; no se puede volver a mostrar. Si no la tiene, revóquela y cree otra.',
  ],
  [
    /^This page only takes what its own buttons send/,
    'Esta página solo acepta lo que envían sus propios botones. Vuelva a intentarlo en ella.',
  ],
  [/^That was too much for this page\.$/, 'Eso fue demasiado para esta página.'],
  [/^The request is malformed\.$/, 'No se entendió lo que se envió. Vuelva a cargar la página e inténtelo de nuevo.'],
  [
    /Primary Administrator and Full Access System Administrators may do this/,
    'Solo el administrador principal y los administradores del sistema con acceso completo pueden hacer esto. Consulte a uno de ellos.',
  ],
];

/** Never English: what is not known here says at least what to do. */
const ELSE = 'Revise este dato y vuelva a intentarlo.';

export function inSpanish(message: string): string {
  const [pattern, spanish] = SENTENCES.find(([known]) => known.test(message)) ?? [];
  if (!pattern || spanish === undefined) return ELSE;
  const found = pattern.exec(message) ?? [];
  return spanish.replace(/\$(\d)/g, (_, at: string) => found[Number(at)] ?? '');
}
