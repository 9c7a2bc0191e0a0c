/** The place where a key is made and shown, once. */

import { Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { makeKey, type Permission, permissionWords } from '../../api/keys.ts';
import { troubleIn } from '../../api/trouble.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { Form } from '../../ui/Form.tsx';
import { Notice } from '../../ui/Notice.tsx';

const permissions = Object.entries(permissionWords) as readonly (readonly [Permission, string])[];

export function MakeKey() {
  const queries = useQueryClient();
  const [round, setRound] = useState(0);
  const make = useMutation({
    mutationFn: (body: { readonly name: string; readonly permissions: Permission[] }) =>
      makeKey(queries, body),
    onSuccess: () => setRound(round + 1),
  });
  const trouble = make.error === null ? null : troubleIn(make.error);
  return (
    <div className="panel padded stack">
      <Form
        key={round}
        label="Make a key"
        submit="Make a key"
        isBusy={make.isPending}
        trouble={trouble && { ...trouble, title: 'No key was made' }}
        onSubmit={({ text, texts }) =>
          make.mutate({ name: text('name'), permissions: texts('permissions') as Permission[] })
        }
      >
        <TextInput
          name="name"
          label="Name"
          description="Which program it is for, so that somebody dares to revoke it one day."
          autoComplete="off"
          error={trouble?.faults['name']}
          required
        />
        <fieldset className="choices">
          <legend>What it may do</legend>
          {permissions.map(([permission, words]) => (
            <Checkbox
              key={permission}
              name="permissions"
              value={permission}
              label={words}
              defaultChecked={permission === 'campaigns:read'}
            />
          ))}
          {trouble?.faults['permissions'] === undefined ? null : (
            <p className="fault">Permissions {trouble.faults['permissions']}</p>
          )}
        </fieldset>
      </Form>
      {make.data === undefined ? null : (
        <Notice tone="good" title={`The key for ${make.data.name}`} isUrgent>
          <p>It is shown this once: we keep only what it takes to recognise it.</p>
          <CopyField label="Key" value={make.data.key} />
        </Notice>
      )}
    </div>
  );
}
