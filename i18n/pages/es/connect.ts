/** The page that a Personalized Link opens, before it has become the owner's own page. */
import type { CONNECT as ENGLISH } from '../en/connect.js';
import type { Spoken } from '../spoken.js';

export const CONNECT: Spoken<typeof ENGLISH> = {
  title: 'Sus cuentas',
  opening: 'Abriendo su página…',
  noScript: {
    title: 'Active JavaScript, por favor',
    lines: [
      'Su enlace personal guarda su parte secreta dentro de su navegador, y necesita JavaScript para entregarla de forma segura.',
      'Active JavaScript para este sitio, o abra el enlace en otro navegador. Después, vuelva a cargar esta página.',
    ],
  },
  inApp: {
    title: 'Abra esta página en su navegador habitual',
    lines: [
      'Está en el navegador interno de otra aplicación. Las redes suelen rechazar ahí el inicio de sesión, y es probable que su sesión no esté abierta.',
      'Copie su enlace y péguelo en Safari, Chrome, Edge o Firefox.',
    ],
    copy: 'Copiar mi enlace',
    copied: 'Copiado. Ahora péguelo en su navegador.',
    copyFailed: 'No se pudo copiar. Mantenga pulsada la dirección de arriba para copiarla.',
    stay: 'Continuar aquí de todos modos',
  },
  dead: {
    title: 'Este enlace ya no funciona',
    lines: [
      'Se reemplazó por uno más reciente, o hace más de 90 días que ningún correo lo contiene. Sus cuentas siguen como estaban.',
      'Podemos enviar un enlace nuevo a la dirección que el archivo tiene registrada para usted.',
    ],
    ask: 'Enviarme un enlace nuevo',
    asked: 'Si este enlace era suyo, uno nuevo va en camino a la dirección registrada. Puede tardar unos minutos.',
  },
  unknown: {
    title: 'Este enlace no es válido',
    lines: [
      'Quizá se cortó al copiarlo. Ábralo de nuevo desde el correo, con un clic en su botón.',
      'Si eso no ayuda, pida uno nuevo a la persona indicada al final del correo.',
    ],
  },
  none: {
    title: 'Abra el enlace de su correo',
    lines: [
      'Esta página se abre con su enlace personal. Lo encuentra en cada correo sobre sus cuentas.',
      '¿No tiene ningún correo? Pida a un administrador de su archivo que le envíe el enlace.',
    ],
  },
  trouble: {
    title: 'No funcionó',
    lines: ['En este momento no se pudo abrir la página. Compruebe su conexión y vuelva a intentarlo.'],
    again: 'Volver a intentarlo',
  },
};
