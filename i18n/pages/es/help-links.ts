/** Help: the Personalized Link, and who may do what. */
import type { HelpPage } from '../help-model.js';

export const HELP_LINKS: HelpPage = {
  title: 'Cómo funciona su enlace personal',
  lead: 'Abre su página sin contraseña. Está en cada correo sobre sus cuentas.',
  sections: [
    {
      id: 'can',
      heading: 'Para qué sirve',
      list: [
        'Mostrar sus cuentas en el archivo, y cuáles le necesitan.',
        'Empezar un inicio de sesión en una red, para volver a conectar una cuenta o conectar una nueva.',
      ],
    },
    {
      id: 'cannot',
      heading: 'Para qué no sirve',
      list: [
        'Publicar, leer mensajes o ver una contraseña.',
        'Mostrar las cuentas de otra persona.',
        'Cambiar el archivo, sus preferencias o sus personas.',
      ],
    },
    {
      id: 'no-password',
      heading: 'Por qué no necesita contraseña',
      paragraphs: [
        'El enlace solo empieza un inicio de sesión. Si una cuenta se conecta lo decide la red, donde usted inicia sesión como siempre, y una comprobación de que es la cuenta correcta. Quien encuentra su enlace no puede iniciar sesión en la red como usted.',
        'Aun así, no lo comparta, por favor.',
      ],
    },
    {
      id: 'where',
      heading: 'Dónde encontrarlo',
      list: [
        'En el correo que recibió cuando se le agregó al archivo.',
        'En cada correo sobre una cuenta desconectada. Ahí lleva a la cuenta en cuestión.',
        'Por medio de un administrador: en Configurar, Conectar cuentas, elige Enviar el enlace por correo o Copiar el enlace al portapapeles. Es de nuevo el mismo enlace.',
      ],
    },
    {
      id: 'how-long',
      heading: 'Cuánto tiempo funciona',
      paragraphs: [
        'Noventa días desde el último correo que lo contenía. Cada correo nuevo le da otros noventa días, y también el administrador que lo copia.',
        'Termina antes si un administrador lo renueva, si cambia la dirección de correo de usted, o si usted deja de ser titular de cuentas.',
      ],
    },
    {
      id: 'renew',
      heading: 'Renovarlo',
      paragraphs: [
        '¿Llegó a alguien a quien no estaba destinado? Pida a un administrador que lo renueve. El enlace anterior deja de funcionar de inmediato, en todos los correos que lo contenían, y usted recibe uno nuevo.',
      ],
    },
    {
      id: 'dead',
      heading: 'El enlace ya no funciona',
      paragraphs: [
        'La página lo indica, y ofrece enviar un enlace nuevo a la dirección que el archivo tiene registrada para usted. Sus cuentas siguen como estaban.',
        'Si la página dice que el enlace no es válido, es probable que se haya cortado una parte. Ábralo de nuevo con un clic en el botón del correo.',
      ],
    },
  ],
};

export const HELP_ROLES: HelpPage = {
  title: 'Quién puede hacer qué',
  lead: 'Cuatro funciones. Una persona puede ser a la vez administrador y titular de cuentas.',
  sections: [
    {
      id: 'roles',
      heading: 'Las funciones',
      table: {
        head: ['Función', 'Cuántas personas', 'Puede', 'Correos sobre cuentas desconectadas'],
        rows: [
          [
            'Administrador principal',
            'exactamente una',
            'Todo en el archivo.',
            'Siempre una copia del primer y del último correo de cada serie.',
          ],
          [
            'Administrador del sistema con acceso completo',
            'cualquier número',
            'Todo.',
            'Las mismas copias, si recibe los avisos inmediatos de errores.',
          ],
          [
            'Administrador del sistema de solo lectura',
            'cualquier número',
            'Ve el panel y las cuentas. Sin Configurar; no cambia nada.',
            'Ninguno de inmediato.',
          ],
          [
            'Titular de la cuenta',
            'cualquier número',
            'Vuelve a conectar y conecta las cuentas y los perfiles principales que están a su nombre, y ningún otro.',
            'Todos los de sus propias cuentas. No se pueden desactivar.',
          ],
        ],
      },
      more: ['emails'],
    },
    {
      id: 'owner-access',
      heading: 'Dos clases de titulares de cuentas',
      list: [
        'Solo conectar cuentas: sin iniciar sesión. El enlace personal abre su página.',
        'Invitar a iniciar sesión: además inicia sesión, y ve entonces el aviso de sus propias cuentas desconectadas.',
      ],
      more: ['links'],
    },
    {
      id: 'refused',
      heading: 'Usted no puede hacer algo',
      paragraphs: [
        'La página indica quién puede. Si usted mismo necesita ese derecho, consulte al administrador principal de su archivo.',
      ],
    },
  ],
};
