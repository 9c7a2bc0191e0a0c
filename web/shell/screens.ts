/** The place where an address leads to a screen, and where a stranger is sent to sign in. */

import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from '../api/session.ts';
import { NoSuchScreen } from './NoSuchScreen.tsx';
import { ScreenTrouble } from './ScreenTrouble.tsx';
import { Shell } from './Shell.tsx';

type Context = { readonly queries: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NoSuchScreen,
});

/**
 * Only an address of our own: `//elsewhere` and `https:` would lead a person out. What is not said
 * here to be nothing stays in the search as it came.
 */
function nextOf(search: Readonly<Record<string, unknown>>): { readonly next?: string | undefined } {
  const { next } = search;
  return { next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined };
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: nextOf,
  beforeLoad: async ({ context, search }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session !== null) redirect({ href: search.next ?? '/', replace: true, throw: true });
  },
  component: lazyRouteComponent(
    () => import('../screens/sign-in/SignInScreen.tsx'),
    'SignInScreen',
  ),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  validateSearch: nextOf,
  beforeLoad: async ({ context, search }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session === null) redirect({ to: '/sign-in', search, throw: true });
    if (session?.account_id != null) {
      redirect({ href: search.next ?? '/', replace: true, throw: true });
    }
  },
  component: lazyRouteComponent(
    () => import('../screens/sign-in/AccountScreen.tsx'),
    'AccountScreen',
  ),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../screens/sign-in/SetupScreen.tsx'), 'SetupScreen'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(
    () => import('../screens/sign-in/InvitationScreen.tsx'),
    'InvitationScreen',
  ),
});

const password = createRoute({
  getParentRoute: () => root,
  path: '/password',
  component: lazyRouteComponent(
    () => import('../screens/sign-in/PasswordScreen.tsx'),
    'PasswordScreen',
  ),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session?.account_id != null) return;
    const isStart = location.href === '/';
    const search = isStart ? {} : { next: location.href };
    redirect({ to: session === null ? '/sign-in' : '/account', search, throw: true });
  },
  component: Shell,
});

const today = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('../screens/today/TodayScreen.tsx'), 'TodayScreen'),
});

const members = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/members',
  component: lazyRouteComponent(
    () => import('../screens/members/MembersScreen.tsx'),
    'MembersScreen',
  ),
});

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('../screens/keys/KeysScreen.tsx'), 'KeysScreen'),
});

const address = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/address',
  component: lazyRouteComponent(
    () => import('../screens/address/AddressScreen.tsx'),
    'AddressScreen',
  ),
});

export function createScreens(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      account,
      setup,
      invitation,
      password,
      signedIn.addChildren([today, members, keys, address]),
    ]),
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: ScreenTrouble,
    scrollRestoration: true,
  });
}
