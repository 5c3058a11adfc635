/** The front page. */
import type { TROUBLE as ENGLISH_TROUBLE, WELCOME as ENGLISH } from '../en/welcome.js';
import type { Spoken } from '../spoken.js';

export const WELCOME: Spoken<typeof ENGLISH> = {
  title: 'Relink',
  heading: 'Mantiene completos los archivos de redes sociales',
  lead: 'Cuando una red deja de aceptar la autorización de una cuenta, la captura se detiene y se pierden registros públicos. Relink logra que la persona correcta vuelva a conectar la cuenta correcta, y no desiste hasta que está hecho.',
  people: [
    {
      title: 'Titulares de cuentas',
      text: 'Abra el enlace personal de su correo. Muestra sus cuentas y las vuelve a conectar, sin ninguna contraseña que recordar.',
    },
    {
      title: 'Administradores',
      text: 'Vea qué está desconectado, desde cuándo y a nombre de quién. Envíe enlaces, transfiera cuentas, decida a quién se avisa.',
    },
    {
      title: 'El archivo',
      text: 'Comunica las desconexiones y lee las credenciales vigentes por medio de la API.',
    },
  ],
  signIn: 'Iniciar sesión',
  signInNote: 'Para administradores, y para titulares de cuentas con invitación a iniciar sesión.',
  help: 'Ayuda',
  docs: 'Documentación de la API',
  noLink:
    '¿Busca sus cuentas? Su enlace personal está en cada correo sobre ellas. Si no tiene ninguno, consulte a un administrador de su archivo.',
};

export const TROUBLE: Spoken<typeof ENGLISH_TROUBLE> = {
  refused: 'Eso no se puede hacer ahora',
  notFound: {
    title: 'Esta página no existe',
    lines: ['Quizá la dirección está incompleta. Abra de nuevo el enlace de su correo.'],
  },
  failed: {
    title: 'Algo salió mal aquí',
    lines: ['No es culpa suya, y no se cambió nada. Vuelva a intentarlo dentro de un minuto, por favor.'],
  },
};
