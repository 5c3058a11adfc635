import type { link as english } from '../en/link.js';

export const link: typeof english = {
  subject: (product, archive) => `${product}: Su enlace para conectar cuentas de ${archive}`,
  someAdministrator: 'Un administrador',
  added: {
    eyebrow: 'Le damos la bienvenida',
    headline: 'Conecte sus cuentas',
    opening: (sender, archive) =>
      `${sender} le agregó como titular de cuentas en el archivo de ${archive}: las cuentas de redes sociales a su cargo se archivan como registros públicos, y usted las mantiene conectadas.`,
  },
  requested: {
    eyebrow: 'Su enlace personal',
    headline: 'Su enlace para conectar cuentas',
    opening: (sender, archive) => `${sender} le envió su enlace personal al archivo de ${archive}.`,
  },
  facts: [
    {
      label: 'Para qué sirve',
      value:
        'Abre su propia página, sin iniciar sesión: conecte cuentas nuevas y vuelva a conectar las que se desconectaron.',
    },
    {
      label: 'Cómo funciona',
      value: 'Usted inicia sesión en la propia red; el archivo nunca ve su contraseña.',
    },
    {
      label: 'Cuánto dura',
      value:
        'Funciona durante 90 días desde el último correo que lo contenía; con cada correo nuevo los 90 días empiezan de nuevo.',
    },
  ],
  open: 'Abrir mi página',
  keepIt: 'El enlace es solo para usted: no reenvíe este correo.',
};
