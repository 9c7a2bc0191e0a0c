/** The place where it is said what each role may do. */

import { roleMeanings, rolesToGive, roleWords } from './roles.ts';

export function RolesPart() {
  return (
    <section className="part" aria-labelledby="roles-title">
      <div className="part-head">
        <h2 id="roles-title">What a role may do</h2>
      </div>
      <ul className="panel rows">
        {rolesToGive('owner').map((role) => (
          <li key={role} className="row-split">
            <span className="strong">{roleWords[role]}</span>
            <span className="soft">{roleMeanings[role]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
