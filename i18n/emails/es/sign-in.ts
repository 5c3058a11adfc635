import type { signIn as english } from '../en/sign-in.js';

export const signIn: typeof english = {
  subject: (product) => `Inicie sesión en ${product}`,
  eyebrow: 'Iniciar sesión',
  opening: (archive) => `Este es su enlace para iniciar sesión en el archivo de ${archive}.`,
  button: 'Iniciar sesión',
  once: (minutes) =>
    `Funciona una sola vez, durante ${minutes} minutos. Si necesita otro, pídalo en la página de inicio de sesión.`,
  notYou: 'Si usted no lo pidió, ignore este correo: sin el enlace no ocurre nada. No lo reenvíe.',
};
