/** `/data-deletion/<code>`: what became of somebody's wish to have their data deleted. It speaks to the person, and names nobody. */
import type { DATA_DELETION as ENGLISH } from '../en/data-deletion.js';
import type { Spoken } from '../spoken.js';
import { count } from './common.js';

export const DATA_DELETION: Spoken<typeof ENGLISH> = {
  title: 'Sus datos se eliminaron',
  nothing: 'No había nada que eliminar',
  asked: (network, moment) => `Usted lo pidió en ${network} el ${moment}.`,
  done: (moment) => `Se hizo el ${moment}.`,
  deleted: 'Qué se eliminó',
  what: {
    credentials: (n) =>
      `${count(n, 'permiso guardado', 'permisos guardados')} con los que se archivaban cuentas, y quién dio cada uno.`,
    profiles: (n) => `El nombre y el identificador de ${count(n, 'perfil personal', 'perfiles personales')}.`,
    disconnected: (n) =>
      n === 1
        ? 'Una cuenta que dependía de ello ya no se archiva. Se avisa a quienes se ocupan de ella, para que otra persona pueda dar el permiso.'
        : `${count(n, 'cuenta')} que dependían de ello ya no se archivan. Se avisa a quienes se ocupan de ellas, para que otra persona pueda dar el permiso.`,
  },
  none: 'Aquí no había guardado ningún permiso ni perfil suyo. O nunca lo hubo, o se eliminó antes.',
  kept: 'Qué no se eliminó',
  keptLines: [
    'Lo que publicaron las cuentas de organismos públicos. Son registros públicos del organismo, que la ley le obliga a conservar; no los dio usted como persona. Si tiene alguna pregunta sobre ellos, diríjase al organismo.',
    'El registro de quién conectó cada cuenta y cuándo, con el nombre que su perfil tenía entonces. Forma parte de los mismos registros, y nadie puede cambiarlo.',
    'Los correos que se enviaron antes.',
  ],
  keep: 'Esta página no muestra nada sobre usted. Guarde su dirección como confirmación.',
  unknown: {
    title: 'No existe esa confirmación',
    lines: [
      'El código de la dirección está incompleto o es incorrecto. Abra otra vez el enlace desde donde pidió la eliminación.',
      'En Facebook lo encuentra en «Configuración y privacidad», «Aplicaciones y sitios web», «Eliminadas».',
    ],
  },
};
