/** Help: why accounts disconnect, reason by reason. */
import type { Reason } from '../../../domain/reasons.js';
import type { ReasonHelp } from '../help-model.js';

export const HELP_REASONS: Record<Reason, ReasonHelp> = {
  token_expired: {
    heading: 'El permiso ha caducado',
    what: 'Las redes dan el permiso de archivar una cuenta por un tiempo limitado. Cuando ese tiempo termina, la red deja de aceptarlo. Nadie hizo nada mal.',
    notice:
      'A menudo se desconectan a la vez varias cuentas de la misma persona, porque un solo inicio de sesión las había conectado todas.',
    fix: [
      'Pulse Volver a conectar junto a la cuenta.',
      'Inicie sesión en la red si se lo pide, y confirme. Un solo inicio de sesión recupera todas las cuentas que había conectado.',
    ],
    prevent:
      'Siete días antes de que termine un permiso, se renueva automáticamente si la red lo permite. Si no, se escribe una vez al titular de la cuenta. Vuelva a conectar cuando llegue ese correo, y no se perderá nada.',
  },
  token_revoked: {
    heading: 'El permiso se retiró',
    what: 'Alguien quitó el permiso en la configuración de la red, o la propia red le puso fin, por ejemplo tras cerrar todas las sesiones por seguridad.',
    notice: 'Ocurre de golpe, a menudo un día en que alguien puso orden en la configuración de la cuenta o del perfil.',
    fix: ['Pulse Volver a conectar junto a la cuenta.', 'Inicie sesión en la red y permita de nuevo el archivado.'],
    prevent:
      'Diga a todos los que se ocupan de la cuenta que la aplicación de archivado debe seguir en su configuración. Antes de quitarla, hay que consultar a un administrador de su archivo.',
  },
  password_changed: {
    heading: 'Se cambió la contraseña',
    what: 'Cuando se cambia una contraseña, muchas redes ponen fin a todos los permisos que se dieron con la anterior. Eso protege la cuenta, pero también detiene el archivado.',
    notice: 'Sigue a una contraseña nueva: de la propia cuenta, o del perfil personal que la autoriza.',
    fix: ['Pulse Volver a conectar junto a la cuenta.', 'Inicie sesión con la contraseña nueva y confirme.'],
    prevent:
      'Vuelva a conectar justo después de cambiar una contraseña. No hace falta esperar el correo. Si varios colegas comparten los datos de acceso de una cuenta, acuerden quién lo hace.',
  },
  permission_missing: {
    heading: 'Falta un permiso',
    what: 'El archivado necesita varios permisos. Uno de ellos no se dio: quedó una casilla sin marcar en el cuadro de la red, o su función en la página o cuenta ya no lo incluye.',
    notice:
      'Ocurre justo después de conectar, cuando quedó una casilla sin marcar, o después de que alguien cambió quién puede hacer qué en la red.',
    fix: [
      'Compruebe en la red si usted aún tiene el control total de la página o cuenta. Si no, pida a quien la administra que se lo devuelva.',
      'Pulse Volver a conectar y deje marcadas todas las casillas del cuadro de la red.',
    ],
    prevent:
      'No desmarque nunca una casilla en el cuadro de la red. Los permisos dejan que el archivo lea lo que se publica; nadie publica con ellos.',
  },
  checkpoint: {
    heading: 'La red ha bloqueado el perfil',
    what: 'La red no está segura de que quien inicia sesión sea la persona correcta, por ejemplo por un inicio de sesión poco habitual. Ha bloqueado el perfil o la cuenta hasta que su titular confirme su identidad.',
    notice: 'Cuando usted inicia sesión en la propia red, esta le pide un código, un documento o una contraseña nueva.',
    fix: [
      'Primero inicie sesión en la propia red, en su aplicación o su sitio web, y complete todo lo que le pida. Antes de eso, volver a conectar no funciona.',
      'Solo después, pulse Volver a conectar junto a la cuenta.',
    ],
    prevent:
      'Mantenga al día en la red el correo electrónico y el teléfono del perfil, para que pueda preguntarle. Inicie sesión usted en la red de vez en cuando.',
  },
  account_not_found: {
    heading: 'La red ya no encuentra la cuenta',
    what: 'La cuenta se cerró o se desactivó en la red, o usted ya no la administra.',
    notice: 'La cuenta no aparece cuando la busca en la red, o ya no figura entre las que usted administra.',
    fix: [
      'Busque la cuenta en la red.',
      'Si está, y usted la administra, pulse Volver a conectar.',
      'Si está, y la administra otra persona, pida a un administrador que la transfiera a esa persona.',
      'Si se cerró a propósito, pida a un administrador que la marque como inactiva. Entonces cesan los correos, y lo archivado se conserva.',
    ],
    prevent: 'Avise a un administrador de su archivo antes de que una cuenta se cierre o pase a otra persona.',
  },
  parent_profile_removed: {
    heading: 'El perfil personal ya no existe',
    what: 'El perfil personal que autorizó la cuenta fue eliminado por la red, o perdió su acceso a la página. Volver a conectar con el mismo perfil parece funcionar, y enseguida falla otra vez.',
    notice:
      'La cuenta se conecta de nuevo, y unos minutos después vuelve a desconectarse, varias veces en el mismo día.',
    fix: [
      'No vuelva a conectar con el mismo perfil.',
      'Pida a un administrador que transfiera la cuenta a alguien cuyo perfil personal todavía la administre.',
      'Esa persona la vuelve a conectar con su propio perfil.',
    ],
    prevent:
      'Use el perfil personal verdadero de una persona real. Las redes eliminan los perfiles inventados para el trabajo. Haga que dos personas administren cada página en la red, para que una pueda tomar el relevo.',
  },
  unknown: {
    heading: 'La red no dio un motivo claro',
    what: 'La red dejó de aceptar el permiso de archivar la cuenta, y no dijo por qué.',
    notice: 'Los correos y su página solo dicen que la red dejó de aceptar el permiso.',
    fix: [
      'Pulse Volver a conectar junto a la cuenta. Normalmente con eso basta.',
      'Si se desconecta otra vez, compruebe si la red le pide algo cuando inicia sesión en ella. Si no, consulte a un administrador de su archivo.',
    ],
    prevent: 'Aquí no hubo ningún descuido. Vuelva a conectar pronto, para que se pierda lo menos posible.',
  },
};
