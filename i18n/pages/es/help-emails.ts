/** Help: which email goes to whom, and when. */
import type { HelpPage } from '../help-model.js';

export const HELP_EMAILS: HelpPage = {
  title: 'Qué correos se envían, y a quién',
  lead: 'Al titular de la cuenta se le escribe hasta que está conectada de nuevo; a los administradores, al principio y al final de cada serie.',
  sections: [
    {
      id: 'series',
      heading: 'La serie sobre una cuenta desconectada',
      paragraphs: ['Estos son los días habituales. Un archivo puede elegir otros.'],
      table: {
        head: ['Correo', 'Cuándo', 'Para', 'Con copia a'],
        rows: [
          [
            'Se requiere acción inmediata - Vuelva a conectar su(s) cuenta(s)',
            'lo antes posible',
            'el titular de la cuenta',
            'el administrador principal, y todos los administradores del sistema con acceso completo que reciben los avisos inmediatos de errores',
          ],
          ['Se requiere acción: Vuelva a conectar la cuenta', '2 días después', 'el titular de la cuenta', 'nadie'],
          ['El mismo, segundo recordatorio', 'a los 7 días', 'el titular de la cuenta', 'nadie'],
          ['El mismo, tercer recordatorio', 'a los 12 días', 'el titular de la cuenta', 'nadie'],
          ['El mismo, cuarto recordatorio', 'a los 17 días', 'el titular de la cuenta', 'nadie'],
          [
            'El mismo, último de la serie',
            'a los 22 días',
            'el titular de la cuenta',
            'los mismos administradores que el primero',
          ],
        ],
      },
      closing: 'A los 27 días la serie empieza de nuevo. Termina en cuanto la cuenta está conectada otra vez.',
    },
    {
      id: 'together',
      heading: 'Varias cuentas, un solo correo',
      paragraphs: [
        'Las cuentas del mismo titular que se desconectan juntas figuran en un solo correo, cada una con su red, su motivo y desde cuándo.',
      ],
    },
    {
      id: 'others',
      heading: 'Otros correos',
      list: [
        'El enlace personal: cuando se agrega a un titular de cuentas, y siempre que un administrador lo envía.',
        'Conectada de nuevo: una breve confirmación al titular de la cuenta, y a los administradores si se les había avisado.',
        'Desconectada otra vez: cuando una cuenta se desconecta en los 15 minutos siguientes a su nueva conexión. Como máximo, uno en 24 horas.',
        'Antes de que termine un permiso: una vez, con siete días de anticipación, si no se puede renovar automáticamente.',
        'Después de una transferencia: al titular nuevo.',
        'Resumen semanal de errores: a los administradores que lo eligen, los lunes a las 9:00 en la zona horaria del archivo. Si no hay nada que comunicar, no se envía.',
      ],
    },
    {
      id: 'stop',
      heading: 'Cómo cesan los correos',
      list: [
        'Vuelva a conectar la cuenta. Es lo habitual.',
        '¿Se cerró la cuenta a propósito? Un administrador la marca como inactiva.',
        '¿Está alguien ausente, o tiene problemas la red? Un administrador puede poner los correos en pausa hasta una fecha, con un motivo. Los correos que tocan durante la pausa se omiten.',
      ],
      closing:
        'El titular de una cuenta no puede desactivar estos correos: mientras una cuenta está desconectada, sus publicaciones no se archivan.',
    },
    {
      id: 'bounced',
      heading: 'Un correo no llega',
      paragraphs: [
        'Mire primero en la carpeta de correo no deseado. Si un correo se devuelve, o se marcó como correo no deseado, no se envía nada más a esa dirección. A los administradores se les avisa de inmediato, y ellos corrigen la dirección o envían el enlace de otra forma.',
      ],
      more: ['links'],
    },
  ],
};
