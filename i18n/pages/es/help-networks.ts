/** Help: what is special at each network. */
import type { NetworkName } from '../../../domain/networks.js';
import type { NetworkHelp } from '../help-model.js';

export const HELP_NETWORKS: Partial<Record<NetworkName, NetworkHelp>> & { other: NetworkHelp } = {
  facebook_page: {
    signIn: 'Con su perfil personal de Facebook, que administra la página. Es el perfil principal y nunca se archiva.',
    ends: 'El permiso de su perfil dura unos 60 días, y también el de una página que depende de él. Además, Facebook deja de entregar datos 90 días después de su última actividad. No se puede renovar sin usted: se le escribe siete días antes.',
    good: [
      'Un solo inicio de sesión recupera todas las páginas de Facebook y cuentas de Instagram que su perfil administra y que en el archivo están a su nombre.',
      'En el cuadro de Facebook, deje marcadas todas las páginas.',
    ],
  },
  instagram: {
    signIn:
      'En Facebook, con su perfil personal de Facebook. Las cuentas de Instagram se encuentran por la página de Facebook a la que están vinculadas.',
    ends: 'Como la página de Facebook a la que está vinculada: unos 60 días, y 90 días después de su última actividad en Facebook.',
    good: [
      'Funciona solo con cuentas de empresa y de creador.',
      'La cuenta de Instagram debe estar vinculada a una página de Facebook que su perfil administre.',
    ],
  },
  linkedin_page: {
    signIn: 'Con su perfil personal de LinkedIn, que administra la página. Es el perfil principal y nunca se archiva.',
    ends: 'Un permiso dura 60 días. Si LinkedIn lo permite, se renueva automáticamente, pero no más allá de 365 días después de que usted inició sesión. Entonces inicia sesión otra vez.',
    good: [
      'Un solo inicio de sesión recupera todas las páginas de LinkedIn que su perfil administra y que en el archivo están a su nombre.',
    ],
  },
  linkedin_profile: {
    signIn: 'Como el perfil que se archiva. No hace falta ningún otro.',
    ends: 'Como una página de LinkedIn: 60 días, con renovación automática si LinkedIn lo permite, durante 365 días como máximo.',
    good: ['Solo la persona a quien pertenece el perfil puede volver a conectarlo.'],
  },
  x: {
    signIn: 'Como la propia cuenta, con sus datos de acceso.',
    ends: 'Un permiso dura dos horas y se renueva automáticamente todo el tiempo. Cuando una cuenta de X se desconecta, alguien retiró el permiso, o X ha bloqueado la cuenta.',
    good: [
      'Si se ocupa de varias cuentas, cambie primero en X a la correcta. Iniciar sesión como otra cuenta no cambia nada aquí; se le dice cuál se esperaba.',
    ],
  },
  youtube: {
    signIn: 'Con la cuenta de Google a la que pertenece el canal.',
    ends: 'Un permiso dura una hora y se renueva automáticamente, hasta que se retira. Google también lo retira cuando no se usó durante seis meses, o cuando cree que la cuenta de Google corre peligro.',
    good: [
      'Cuando Google le pida proteger su cuenta de Google, haga eso primero; después, vuelva a conectar.',
      'Google limita cuántos permisos pueden estar vigentes a la vez. Conecte cada canal una sola vez, con una sola cuenta de Google.',
    ],
  },
  threads: {
    signIn: 'Como la propia cuenta, con sus datos de acceso.',
    ends: 'Un permiso dura 60 días y se renueva automáticamente antes de caducar. Uno que no se renovó a tiempo ya no puede renovarse: entonces alguien inicia sesión de nuevo.',
    good: ['Si se ocupa de varias cuentas, cambie primero en Threads a la correcta.'],
  },
  /** Of a network that nothing special was written about yet. */
  other: {
    signIn: 'Como la propia cuenta, con sus datos de acceso.',
    ends: 'Un permiso se renueva automáticamente donde la red lo permite. Donde no, se le avisa por correo electrónico siete días antes de que caduque.',
    good: ['La red le pregunta qué puede archivarse: deje todo marcado.'],
  },
};
