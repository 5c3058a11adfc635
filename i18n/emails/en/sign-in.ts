/** The link that signs a person in. */
export const signIn = {
  subject: (product: string) => `Sign in to ${product}`,
  eyebrow: 'Sign in',
  opening: (archive: string) => `Here is your link to sign in to the archive of ${archive}.`,
  button: 'Sign in',
  once: (minutes: number) =>
    `It works once, for ${minutes} minutes. If you need another one, ask for it on the sign-in page.`,
  notYou: 'If you did not ask for it, ignore this email: nothing happens without the link. Please do not forward it.',
};
