/** Signing in to Relink: by an emailed link, with the organization, and what is said of a link that no longer works. */
import type { SIGN_IN as ENGLISH } from '../en/sign-in.js';
import type { Spoken } from '../spoken.js';

export const SIGN_IN: Spoken<typeof ENGLISH> = {
  title: 'Iniciar sesión',
  lead: 'Para administradores, y para titulares de cuentas con invitación a iniciar sesión. Le enviamos un enlace por correo con el que inicia sesión; no hay ninguna contraseña que recordar.',
  email: 'Correo electrónico',
  send: 'Enviarme un enlace de inicio de sesión',
  or: 'o',
  oidc: 'Iniciar sesión con su organización',
  inbox: 'Este Relink envía sus correos al buzón local.',
  noLogin:
    '¿Busca sus propias cuentas? El enlace personal de cada correo sobre ellas abre su página sin iniciar sesión.',
  sent: {
    title: 'Revise su buzón',
    lines: [
      'Si esta dirección puede iniciar sesión, un correo con un enlace va en camino. El enlace funciona una vez, durante 15 minutos.',
      '¿No recibe ningún correo? Mire en la carpeta de correo no deseado, o pregunte a un administrador de su archivo si tiene invitación para iniciar sesión.',
    ],
  },
  confirm: {
    title: 'Iniciar sesión',
    line: 'Con un clic habrá iniciado sesión en este dispositivo.',
    button: 'Iniciar sesión',
    busy: 'Iniciando sesión…',
  },
  other: {
    title: 'Otra persona ha iniciado sesión aquí',
    line: 'El enlace con el que llegó es para otra persona o para otro archivo. Continúe solo si hizo clic en él usted mismo, en su propio archivo.',
    button: 'Continuar como la otra persona',
    stay: 'Seguir como estoy',
  },
  dead: {
    title: 'Este enlace de inicio de sesión ya no funciona',
    lines: ['Ya se usó, o tiene más de 15 minutos. Pida uno nuevo: toma unos segundos.'],
    again: 'Pedir un enlace nuevo',
  },
  noScript: {
    title: 'Active JavaScript, por favor',
    lines: [
      'El enlace guarda su parte secreta dentro de su navegador, y necesita JavaScript para entregarla de forma segura.',
    ],
  },
  unknownPerson: {
    title: 'Usted no está en este archivo',
    lines: [
      'Su organización confirmó su identidad, pero ningún administrador ni titular de cuentas invitado tiene esta dirección de correo.',
      'Pida a un administrador de su archivo que le agregue con la dirección que usa para iniciar sesión.',
    ],
  },
  failed: {
    title: 'El inicio de sesión de su organización no funcionó',
    lines: ['No se cambió nada. Inténtelo una vez más; si sigue fallando, avise a un administrador de su archivo.'],
  },
  choose: {
    title: '¿Qué archivo?',
    lead: 'Su dirección figura en más de uno.',
  },
  out: { title: 'Ha cerrado la sesión', lines: ['Hasta la próxima.'] },
};
