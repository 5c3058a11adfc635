/** Which paths are pages of ours, as the routes were mounted: a form can have an address that only takes a POST. */
import type { Router } from 'express';

export type IsPage = (path: string) => boolean;

/** What fits a declared path such as `/accounts/:id`. */
const fitting = (declared: string): RegExp =>
  new RegExp(`^${declared.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);

/** Notes the path of every GET route that is mounted on the router from now on. */
export function notePages(router: Router): IsPage {
  const pages: RegExp[] = [];
  const { get } = router;
  router.get = ((...given: [string, ...unknown[]]) => {
    pages.push(fitting(given[0]));
    return Reflect.apply(get, router, given) as Router;
  }) as typeof get;
  return (path) => pages.some((page) => page.test(path));
}

/** Returns the page that a form is on. Browsers don't say it (`Referrer-Policy`). It's the page with the form's address, or one above it. */
export function pageOfForm(path: string, isPage: IsPage): string {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (isPage(at)) return at;
  return '/';
}
