/** Help: how to reconnect, who should, and what to do when people leave. */
import type { HelpPage } from '../help-model.js';

export const HELP_RECONNECT: HelpPage = {
  title: 'Cómo volver a conectar una cuenta',
  lead: 'Toma un minuto. Necesita los datos de acceso de la cuenta, o su perfil personal en la red.',
  sections: [
    {
      id: 'before',
      heading: 'Antes de empezar',
      paragraphs: ['Cuatro preguntas, para que funcione al primer intento:'],
      list: [
        '¿Sigue activa la cuenta? Quizá la cerraron quienes la administran en la red.',
        '¿Es usted su titular? Debería volver a conectarla la persona a cuyo nombre está la cuenta en el archivo.',
        '¿Necesita la cuenta un perfil principal, y es el suyo? Las páginas de Facebook, las cuentas de Instagram y las páginas de LinkedIn se conectan con su perfil personal.',
        '¿Se fue alguien, o cambió de departamento? Entonces hay que transferir primero la cuenta.',
      ],
      more: ['who', 'transfer'],
    },
    {
      id: 'steps',
      heading: 'Paso a paso',
      steps: [
        'Abra el enlace del correo sobre la cuenta. No necesita contraseña. Si inicia sesión en el archivo, pulse en su lugar Volver a conectar en el aviso.',
        'Pulse Volver a conectar junto a la cuenta.',
        'Una ventana nueva nombra la cuenta y el archivo. Pulse Continuar.',
        'La red le pide que inicie sesión, si todavía no lo ha hecho en ella, y que permita el archivado. Deje marcadas todas las casillas.',
        'La ventana se cierra sola, y una barra verde nombra la cuenta que está conectada de nuevo.',
      ],
      closing: 'Usted inicia sesión en la propia red. Aquí nunca se ve su contraseña.',
    },
    {
      id: 'signed-in',
      heading: 'Ya tiene la sesión abierta en la red',
      paragraphs: [
        'No hay que escribir nada. La ventana se abre y se cierra sola, y la barra verde indica que la cuenta está conectada de nuevo.',
      ],
    },
    {
      id: 'not-signed-in',
      heading: 'No tiene la sesión abierta en la red',
      paragraphs: [
        'La ventana muestra la página de inicio de sesión de la red. Inicie sesión en ella, como cuando la cuenta se conectó por primera vez.',
      ],
    },
    {
      id: 'other-owner',
      heading: 'Está a nombre de otro titular',
      paragraphs: [
        'Se le indica que la cuenta, o el perfil principal con el que inició sesión, está a nombre de otro titular de la cuenta. No se cambió nada. Primero, un administrador debe transferirla a usted; después, vuelva a conectarla.',
      ],
      more: ['transfer'],
    },
    {
      id: 'wrong-account',
      heading: 'Inició sesión con la cuenta equivocada',
      paragraphs: [
        'Se le indica con qué cuenta inició sesión y cuál se esperaba. No se cambió nada. Cierre la sesión en la red, o cambie de cuenta en ella, y pulse Volver a intentarlo.',
      ],
    },
    {
      id: 'window',
      heading: 'No se abre ninguna ventana',
      paragraphs: [
        'Quizá su navegador bloquea las ventanas emergentes. No importa: entonces la propia página pasa a la red, y vuelve después.',
      ],
    },
    {
      id: 'mail-app',
      heading: 'Abrió el enlace en una aplicación de correo',
      paragraphs: [
        'Algunas aplicaciones abren los enlaces en un pequeño navegador propio. Las redes suelen rechazar ahí el inicio de sesión. Copie el enlace y péguelo en Safari, Chrome, Edge o Firefox.',
      ],
    },
    {
      id: 'green-bar',
      heading: 'La barra verde no aparece',
      paragraphs: [
        'Vuelva a cargar la página: el resultado se conserva, incluso si cerró la ventana demasiado pronto. Si la cuenta sigue desconectada, pulse Volver a conectar una vez más.',
      ],
      more: ['reasons'],
    },
  ],
};

export const HELP_WHO: HelpPage = {
  title: 'Quién debería volver a conectar una cuenta',
  lead: 'La persona a cuyo nombre está, con su perfil personal o con los datos de acceso de la cuenta.',
  sections: [
    {
      id: 'account-owner',
      heading: 'El titular de la cuenta',
      paragraphs: [
        'En el archivo, cada cuenta está a nombre de un titular. Esa persona recibe los correos y debería volver a conectarla.',
        'Si la persona correcta todavía no está en el archivo, un administrador la agrega primero como titular de cuentas, y después le transfiere la cuenta.',
      ],
      more: ['transfer'],
    },
    {
      id: 'profile',
      heading: 'Páginas de Facebook, Instagram y páginas de LinkedIn: su perfil personal',
      paragraphs: [
        'Estas cuentas no tienen datos de acceso propios. Usted inicia sesión con su perfil personal, que las administra en la red. En el archivo se llama perfil principal.',
      ],
      list: [
        'Permanece inactivo y nunca se archiva. Solo autoriza la conexión de las cuentas que administra.',
        'Se usa a nombre de un solo titular. Si está a nombre de otra persona, primero hay que transferirlo.',
        'Un solo inicio de sesión con él recupera todas las cuentas desconectadas que administra y que están a su nombre.',
      ],
    },
    {
      id: 'own-sign-in',
      heading: 'X, YouTube y perfiles de LinkedIn: los datos de acceso de la cuenta',
      paragraphs: [
        'Puede volver a conectarla quien tiene los datos de acceso: en X, la propia cuenta; en YouTube, la cuenta de Google del canal; en un perfil de LinkedIn, la persona a quien pertenece.',
      ],
    },
    {
      id: 'on-behalf',
      heading: 'Un administrador, en nombre del titular',
      paragraphs: [
        'Los administradores que tienen los datos de acceso pueden volver a conectar una cuenta en la lista de ese titular. También pueden enviarle de nuevo su enlace personal: en Configurar, Conectar cuentas.',
      ],
      more: ['links'],
    },
  ],
};

export const HELP_TRANSFER: HelpPage = {
  title: 'Cuando alguien se va: transferir cuentas',
  lead: 'Los administradores pasan cuentas y perfiles principales a otro titular. Después, esa persona las vuelve a conectar.',
  sections: [
    {
      id: 'when',
      heading: 'Cuándo hace falta una transferencia',
      list: [
        'Alguien se fue, o cambió de departamento, y ahora se ocupa de las cuentas otra persona.',
        'No se pudo volver a conectar, porque la cuenta o el perfil principal está a nombre de otro titular.',
        'La red eliminó el perfil personal que autorizaba las cuentas.',
        'Se va a quitar a un titular que todavía tiene cuentas.',
      ],
    },
    {
      id: 'who',
      heading: 'Quién la hace',
      paragraphs: [
        'El administrador principal o un administrador del sistema con acceso completo. Los titulares de cuentas consultan a uno de ellos; en su página se indica a quién.',
      ],
      more: ['roles'],
    },
    {
      id: 'how',
      heading: 'Cómo se hace',
      steps: [
        'En «Transferencias», o desde la página de una cuenta, de una persona o de los perfiles principales, el administrador elige qué se transfiere: cuentas sueltas, perfiles principales, o todo lo de una persona.',
        'Después, el titular nuevo; o el nombre y el correo electrónico de alguien que todavía no está en el archivo, y que se agrega en el mismo paso.',
        'Antes de que ocurra algo, se muestra qué se transferirá y por qué.',
        'Se transfiere todo a la vez, o nada.',
        'Si una cuenta está desconectada, se escribe de inmediato al titular nuevo, con su propio enlace, para que la vuelva a conectar.',
      ],
    },
    {
      id: 'profiles',
      heading: 'Perfiles principales',
      list: [
        'Cuando se transfiere un perfil principal, lo acompañan las cuentas que autoriza a nombre del mismo titular.',
        'Una cuenta y su perfil principal nunca quedan a nombre de titulares distintos.',
        'Una cuenta se puede transferir sin su perfil principal. Se sigue archivando hasta que termine su permiso, y se escribe una vez al titular nuevo, para que la conecte con un perfil principal propio.',
      ],
    },
    {
      id: 'meanwhile',
      heading: 'Mientras tanto, y después',
      list: [
        'Mientras la transferencia está en curso, sus cuentas no se pueden volver a conectar. Dura un minuto como máximo; vuelva a intentarlo entonces.',
        'El enlace del titular anterior ya no muestra las cuentas.',
        'Los correos siguen donde estaban, dirigidos al titular nuevo.',
        'Si se rechazó una reconexión de un administrador, continúa después de la transferencia: durante diez minutos, sin volver a iniciar sesión en la red.',
      ],
    },
  ],
};
