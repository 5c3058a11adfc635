import type { invitation as english } from '../en/invitation.js';

export const invitation: typeof english = {
  subject: (product, archive) => `${product}: Tiene una invitación al archivo de ${archive}`,
  eyebrow: 'Invitación',
  headline: 'Tiene una invitación para iniciar sesión',
  someAdministrator: 'Una persona que administra el archivo',
  opening: (sender, archive) =>
    `${sender} le envía una invitación al archivo de ${archive}. Allí se archivan cuentas de redes sociales como registros públicos, y usted ya puede iniciar sesión.`,
  role: 'Su función',
  rights: {
    primary_administrator: 'Administrador principal: puede hacer todo en este archivo.',
    full_access_administrator: 'Administrador del sistema con acceso completo: puede hacer todo en este archivo.',
    read_only_administrator: 'Administrador del sistema de solo lectura: ve el panel y las cuentas, y no cambia nada.',
    account_owner:
      'Titular de cuentas: ve sus propias cuentas y el aviso cuando una se desconecta, y las conecta o vuelve a conectar.',
  },
  button: 'Iniciar sesión',
  once: (days) => `El enlace funciona una sola vez, dentro de ${days} días.`,
  later: (url) =>
    `Después, inicie sesión en ${url}: escriba allí la dirección a la que se envió este correo, y recibirá otro enlace. No hay contraseña que recordar.`,
  yourLogin: 'Inicie sesión allí como en su organización, con la dirección a la que se envió este correo.',
  keepIt: 'No reenvíe este correo.',
};
