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
  [/^Give a time that is not in the future\.$/, 'Indique una fecha que no sea futura.'],
  [/^Give a time before the end of the period\.$/, 'Indique una fecha anterior al final del período.'],
  [/^Give a time zone of the IANA database/, 'Elija una zona horaria de la lista.'],
  [/^Leave out line breaks/, 'Quite los saltos de línea y los caracteres de control.'],
  [/^This contains characters that are not allowed here\.$/, 'Contiene caracteres que aquí no se permiten.'],
  [/^This is not in the expected format\.$/, 'No tiene el formato esperado.'],
  [/^This is none of what is expected here\.$/, 'No es nada de lo que se espera aquí.'],
  [/^Give at least one scope\.$/, 'Elija al menos un permiso.'],
  [/^Give at least one role\.$/, 'Elija al menos una función.'],
  [/^Name each role once\.$/, 'Indique cada función una sola vez.'],
  [
    /^A person has one administrator’s role at most/,
    'Una persona tiene como máximo una función de administrador. Elija una de ellas.',
  ],
  [/^Give "inactive" with a reason/, 'Indique el motivo por el que la cuenta está inactiva.'],
  [/^Give the id that the network itself uses/, 'Escriba el identificador que usa la propia red, sin espacios.'],
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
  // Whole refusals.
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
