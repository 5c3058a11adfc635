/** What is wrong with a value, and what to give. */
import { PROVIDER_LABELS, type NetworkName } from '../../../domain/networks.js';
import { networkLabel } from '../../networks.js';
import { messagesIn } from '../../index.js';
import type { FieldSentences } from '../sentences.js';
import { count, number } from './numbers.js';

const amount = (n: number, unit: 'characters' | 'items') =>
  unit === 'characters' ? count(n, 'carácter', 'caracteres') : count(n, 'elemento');

/** What schemas call kinds of values; what has no name here is not typed by people. */
const TYPES: Partial<Record<string, string>> = {
  array: 'una lista',
  boolean: 'true o false',
  int: 'un número entero',
  number: 'un número',
  object: 'un objeto',
  record: 'un objeto',
  string: 'un texto',
};

const label = (network: NetworkName) => networkLabel(network, 'es');

export const FIELDS: FieldSentences = {
  required: () => 'Este dato es obligatorio.',
  empty: () => 'Este dato no puede quedar vacío.',
  wrong_type: ({ expected }) => `Escriba ${TYPES[expected] ?? 'otro tipo de dato'}.`,
  one_of: ({ values }) =>
    `Indique ${values.length === 1 ? '' : 'uno de estos valores: '}${values.map((value) => JSON.stringify(value)).join(', ')}.`,
  too_short: ({ min, unit }) => `Escriba al menos ${amount(min, unit)}.`,
  too_long: ({ max, unit }) => `Escriba ${amount(max, unit)} como máximo.`,
  too_small: ({ min }) => `Indique al menos ${min}.`,
  too_large: ({ max }) => `Indique ${max} como máximo.`,
  number_out_of_range: ({ min, max }) => `Indique un número de ${min} a ${max}.`,
  seconds_out_of_range: ({ min, max }) => `Indique los segundos, de ${min} a ${max}.`,
  wrong_format: () => 'No tiene el formato esperado.',
  characters_not_allowed: () => 'Contiene caracteres que aquí no se permiten.',
  control_characters: () => 'Quite los saltos de línea y los caracteres de control.',
  angle_brackets: () => 'Quite los signos < y >: en un correo marcan la dirección.',
  not_expected: () => 'No es nada de lo que se espera aquí.',
  unknown_field: () => 'Este dato no existe. Quítelo.',
  not_an_email: () => 'Escriba una dirección de correo electrónico, p. ej., name@example.org.',
  not_a_url: () => 'Escriba una dirección web.',
  not_an_id: () => 'Esto no es un identificador de Relink.',
  not_a_network_id: () => 'Escriba el identificador que usa la propia red, sin espacios.',
  not_an_idempotency_key: () => 'Escriba de 1 a 255 caracteres ASCII visibles, p. ej., un UUID.',
  not_a_time_zone: () => 'Elija una zona horaria de la lista.',
  not_a_cursor: () => 'Indique el valor «nextCursor» de la página anterior, tal como era.',
  rounded_number: () =>
    'Parece un número que la hoja de cálculo redondeó. Dé a la columna el formato de texto y expórtela de nuevo.',

  not_a_time: () => 'Escriba una fecha y una hora válidas.',
  year_out_of_range: ({ from, to }) => `Indique una fecha entre los años ${from} y ${to}.`,
  in_future: () => 'Indique una fecha que no sea futura.',
  after_detected_at: () => 'Indique una fecha que no sea posterior a la de «detectedAt».',
  before_gap: () => 'Indique una fecha que no sea anterior al comienzo de la interrupción.',
  not_before_end: () => 'Indique una fecha anterior al final del período.',
  not_within_a_year: () => 'Indique una fecha futura, dentro de un año como máximo.',

  no_role: () => 'Elija al menos una función.',
  role_twice: () => 'Indique cada función una sola vez.',
  several_administrator_roles: () => 'Una persona tiene como máximo una función de administrador. Elija una de ellas.',
  unknown_role: () =>
    `Escriba ${messagesIn('es').roles.account_owner}, ${messagesIn('es').roles.primary_administrator}, ${messagesIn('es').roles.full_access_administrator} o ${messagesIn('es').roles.read_only_administrator}, y un punto y coma entre dos funciones.`,
  no_scope: () => 'Elija al menos un permiso.',
  not_an_account_status: () => 'Indique el motivo por el que la cuenta está inactiva.',
  no_new_owner: () =>
    'Indique el nuevo titular: uno que ya está en el archivo, o el nombre y el correo electrónico de alguien que todavía no está.',
  nothing_to_transfer: () => 'Elija al menos una cuenta o un perfil principal.',

  wrong_number_of_steps: ({ steps }) => `Indique ${steps} números, uno por cada correo de una serie.`,
  step_days_not_whole: () => 'Indique números enteros de días.',
  series_days_not_whole: () => 'Indique un número entero de días.',
  first_step_waits: () => 'Empiece con 0: el primer correo se envía lo antes posible.',
  step_days_not_rising: () => 'Indique días que aumenten: cada correo debe ser posterior al anterior.',
  series_too_short: ({ lastStepDay }) =>
    `Indique más de ${lastStepDay}, el día del último correo: la serie siguiente empieza después.`,
  series_too_long: ({ max }) => `Indique ${max} como máximo: una serie dura como máximo un año.`,

  set_of_keys: () => 'Esto es un conjunto de claves. Ponga una de ellas.',
  private_key: () =>
    'Esta es una clave privada, que nadie más debe tener nunca. Cree un par nuevo, y ponga su clave pública.',
  unsupported_key: () =>
    'Ponga una clave pública de uno de estos tipos: EC con la curva P-256, OKP con Ed25519, o RSA con 2048 bits como mínimo.',
  key_not_for_signatures: () => 'Esta clave no es para firmas: su «use» debe ser «sig».',
  unsupported_key_algorithm: ({ algorithms }) =>
    `El «alg» de este tipo de clave debe ser uno de estos: ${algorithms.join(', ')}.`,
  key_id_too_long: ({ max }) => `El «kid» debe ser un texto de ${max} caracteres como máximo.`,
  rsa_key_size: ({ min, max, bits }) => `Una clave RSA debe tener de ${min} a ${max} bits; esta tiene ${bits}.`,
  unsafe_rsa_exponent: () => 'El exponente «e» de esta clave RSA no es seguro.',
  incomplete_key: () => 'Esta clave pública no está completa: falta un número o es incorrecto.',

  not_a_sheet: () => 'Envíe la hoja de cálculo como contenido, con Content-Type text/csv.',
  not_utf8: () => 'El archivo no está en UTF-8. Guárdelo en la hoja de cálculo como «CSV UTF-8» y vuelva a intentarlo.',
  empty_file: ({ columns }) => `El archivo está vacío. Su primera línea nombra las columnas: ${columns.join(',')}.`,
  unknown_column: ({ column, columns }) => `No existe la columna «${column}». Las columnas son ${columns.join(', ')}.`,
  column_twice: ({ column }) => `La columna ${column} está dos veces. Quite una de ellas.`,
  column_missing: ({ columns }) => `Falta la columna ${columns.join(', ')}. Agréguela a la primera línea.`,
  too_many_rows: ({ max }) =>
    `El archivo tiene más de ${number(max)} líneas debajo de la primera, contando las vacías. Repártalo en varios, cada uno con la línea que nombra las columnas.`,
  too_many_cells: () =>
    'Esta línea tiene más celdas que columnas hay en la primera. Ponga entre comillas las celdas que contienen el separador.',
  not_csv: () => 'Esta línea no es de una hoja de cálculo (CSV).',
  quote_not_closed: () => 'En esta línea se abren unas comillas que no se cierran. Ciérrelas.',
  quote_within_cell: () =>
    'Hay comillas dentro de una celda. Ponga toda la celda entre comillas, y escriba dos veces las de dentro.',
  text_after_quote: () =>
    'Hay texto detrás de las comillas de cierre. Para tener comillas dentro de una celda, escríbalas dos veces.',
  line_too_long: () => 'Esta línea es demasiado larga. Busque unas comillas que no se cierran.',
  address_twice: ({ email, line, firstLine }) =>
    `La dirección ${email} está ya en la línea ${firstLine} (líneas ${firstLine} y ${line}). Deje solo una.`,
  account_twice: ({ network, networkAccountId, line, firstLine }) =>
    `La cuenta ${networkAccountId} (${label(network)}) está ya en la línea ${firstLine} (líneas ${firstLine} y ${line}). Deje solo una.`,
  second_primary_administrator: ({ line, firstLine }) =>
    `La línea ${firstLine} también nombra a un administrador principal (líneas ${firstLine} y ${line}). Un archivo tiene exactamente uno.`,
  primary_administrator_lost: () =>
    'Esta persona es el administrador principal, y ninguna línea nombra a otro. Nombre a uno, o déjele la función.',
  owner_has_accounts: () =>
    'Este titular tiene cuentas o perfiles principales. Transfiéralos primero, o déjele la función de titular.',
  unknown_owner: ({ email }) =>
    `En este archivo no hay nadie con la dirección ${email}. Agregue primero a este titular.`,
  not_an_account_owner: ({ email }) => `${email} no es titular de cuentas. Dele primero esa función.`,
  owned_by_other_owner: ({ under, email }) =>
    `Esta cuenta está en el archivo a nombre de ${under ?? 'otro titular'}. Para moverla, transfiérala a ${email}.`,
  transfer_in_progress: () => 'Esto se está transfiriendo a otro titular. Inténtelo de nuevo en un minuto.',
  parent_profile_not_used: ({ network }) =>
    `Las cuentas de ${label(network)} inician sesión por sí mismas. Deje vacía esta celda.`,
  unknown_parent_profile: ({ parentProfileId }) =>
    `En este archivo no hay ningún perfil principal ${parentProfileId}. Agréguelo primero.`,
  parent_profile_of_other_network: ({ needed, given }) =>
    `Hace falta un perfil principal de ${PROVIDER_LABELS[needed]}; este es de ${PROVIDER_LABELS[given]}.`,
  parent_profile_owned_by_other_owner: ({ email }) =>
    `Este perfil principal está a nombre de otro titular. Transfiéralo primero, o use uno de ${email}.`,
};
