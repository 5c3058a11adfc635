/** Configure → import from a spreadsheet. The columns, roles and networks are written as the import reads them: in English. */
import { networkChoice } from '../networks.js';
import type { IMPORTS as ENGLISH } from '../en/imports.js';
import type { Spoken } from '../spoken.js';
import { count, number } from './common.js';

const line = (n: number) => count(n, 'línea');
const addedAndUpdated = (created: number, updated: number, one: string, added: string, brought: string) =>
  `${count(created, one)} ${added}${created === 1 ? '' : 's'}, ${count(updated, one)} ${brought}${updated === 1 ? '' : 's'}`;

export const IMPORTS: Spoken<typeof ENGLISH> = {
  title: 'Importar de una hoja de cálculo',
  lead: 'Agregue o actualice muchas personas o cuentas a la vez. Verá cada línea antes de que se guarde algo.',
  kind: '¿Qué hay en la hoja de cálculo?',
  kinds: { users: 'Personas: titulares de cuentas y administradores', accounts: 'Cuentas de redes sociales' },
  file: 'Elija un archivo',
  fileHint:
    'En Excel, Numbers o Google Sheets: guarde o descargue la hoja como CSV. Su contenido aparece entonces más abajo.',
  fileRead: 'El archivo está en el campo de abajo. Compruébelo a continuación.',
  fileFailed: 'No se pudo leer este archivo. Ábralo en su hoja de cálculo, copie las celdas y péguelas más abajo.',
  text: 'Contenido de la hoja de cálculo',
  textHint:
    'O péguelo aquí, con la línea que nombra las columnas. Separado por comas, puntos y comas o tabulaciones, como sale de una hoja de cálculo.',
  check: 'Comprobar todas las líneas',
  nothingSaved: 'Con esto no se guarda nada.',
  columns: 'Las columnas',
  columnsLead: 'La primera línea nombra las columnas, en cualquier orden. En todas las demás líneas:',
  example: { users: 'Descargar un ejemplo con personas', accounts: 'Descargar un ejemplo con cuentas' },
  exampleFile: { users: 'personas.csv', accounts: 'cuentas.csv' },
  examples: {
    users: [
      ['name', 'email', 'roles'],
      ['Juana Pérez', 'juana.perez@example.org', 'Account Owner'],
      ['Samuel León', 'samuel.leon@example.org', 'Account Owner; Read Only Administrator'],
      ['Ana Castro', 'ana.castro@example.org', 'Full Access Administrator'],
    ],
    accounts: [
      ['network', 'networkAccountId', 'name', 'ownerEmail', 'parentProfileId'],
      ['Facebook Page', '100064000000001', 'Alcaldía', 'juana.perez@example.org', ''],
      ['X', '2244994945', 'Policía', 'samuel.leon@example.org', ''],
      ['YouTube', 'UC_x5XG1OV2P6uZZ5FSM9Ttw', 'Canal del concejo', 'samuel.leon@example.org', ''],
    ],
  },
  explained: {
    users: [
      ['name', 'Nombre y apellido.'],
      [
        'email',
        'Distingue a las personas: una línea con la dirección de alguien que ya está aquí cambia los datos de esa persona.',
      ],
      [
        'roles',
        'Account Owner (titular de la cuenta), Read Only Administrator (solo lectura), Full Access Administrator (acceso completo) o Primary Administrator (administrador principal); dos de ellas, separadas por un punto y coma.',
      ],
    ],
    accounts: [
      ['network', `${networkChoice('es')}.`],
      ['networkAccountId', 'El número o código con el que la propia red conoce la cuenta, no su nombre.'],
      ['name', 'Como la gente conoce la cuenta.'],
      [
        'ownerEmail',
        'El correo electrónico de un titular de cuentas que ya está aquí. Importe primero a las personas.',
      ],
      [
        'parentProfileId',
        'Puede quedar vacío u omitirse: el perfil personal del titular se anota cuando conecta la cuenta.',
      ],
    ],
  },

  preview: {
    title: 'Revise antes de guardar',
    steps: 'Todavía no se ha guardado nada.',
    lines: line,
    wrongLines: (n) =>
      n === 1
        ? '1 línea tiene un problema, por lo que todavía no se puede guardar nada.'
        : `${number(n)} líneas tienen un problema, por lo que todavía no se puede guardar nada.`,
    unreadable: 'Esta hoja de cálculo no se puede leer',
    correct: 'Corríjala en la hoja de cálculo y elija el archivo de nuevo, o corrija el texto aquí.',
    onlyFirst: (n) => `Solo figuran los primeros ${number(n)} problemas; las líneas posteriores no se han revisado.`,
    at: (at, message) => `Línea ${number(at)}: ${message}`,
    good: {
      users: (created, updated) =>
        `${addedAndUpdated(created, updated, 'persona', 'nueva', 'ya existente')}: al guardar, las nuevas se agregan y las existentes se actualizan.`,
      accounts: (created, updated) =>
        `${addedAndUpdated(created, updated, 'cuenta', 'nueva', 'ya existente')}: al guardar, las nuevas se agregan y las existentes se actualizan.`,
    },
    consequence: {
      users: 'En cuanto usted guarda, se envía a los titulares nuevos su enlace personal por correo.',
      accounts: 'No se escribe a nadie. Las cuentas se consideran conectadas hasta que el archivo comunique otra cosa.',
    },
    save: { users: 'Guardar estas personas', accounts: 'Guardar estas cuentas' },
    edit: 'Corregir el texto',
    again: 'Elegir otro archivo',
    line: 'Línea',
    result: 'Qué sucede',
    added: 'Se agregará',
    updated: 'Ya está aquí; se actualizará',
    notYet: 'Sin problemas',
    problem: (field, message) => (field === null ? message : `${field}: ${message}`),
    previous: 'Líneas anteriores',
    next: 'Líneas siguientes',
    range: (from, to, all) => `${number(from)} a ${number(to)} de ${line(all)}`,
    problemsFirst: 'Las líneas con un problema van primero.',
  },
  done: {
    users: (created, updated) =>
      `Guardado: ${addedAndUpdated(created, updated, 'persona', 'agregada', 'actualizada')}.`,
    accounts: (created, updated) =>
      `Guardado: ${addedAndUpdated(created, updated, 'cuenta', 'agregada', 'actualizada')}.`,
  },
};
