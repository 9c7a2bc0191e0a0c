/** The place where a form is laid out, sent once, and told what was wrong with it. */

import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { TroubleNotice, type TroubleNoticeProps } from './TroubleNotice.tsx';

export type FormProps = {
  readonly label?: string;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly trouble: (TroubleNoticeProps['trouble'] & { readonly title: string }) | null;
  readonly onSubmit: (values: FormValues) => void;
  readonly children: ReactNode;
  /** Beside the button: a way out. */
  readonly beside?: ReactNode;
};

/** What stands in the fields, by their names, without blanks around it. */
export type FormValues = {
  readonly text: (name: string) => string;
  /** As it was typed: a blank may belong to a password. */
  readonly secret: (name: string) => string;
  readonly texts: (name: string) => readonly string[];
};

export function Form({ label, submit, isBusy, trouble, onSubmit, children, beside }: FormProps) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isBusy) onSubmit(valuesOf(new FormData(event.currentTarget)));
  };
  return (
    <form className="stack" aria-label={label} onSubmit={send} noValidate>
      {trouble === null ? null : <TroubleNotice title={trouble.title} trouble={trouble} />}
      {children}
      <div className="actions">
        <Button type="submit" loading={isBusy}>
          {submit}
        </Button>
        {beside}
      </div>
    </form>
  );
}

function valuesOf(data: FormData): FormValues {
  const secret = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    text: (name) => secret(name).trim(),
    secret,
    texts: (name) => data.getAll(name).filter((value) => typeof value === 'string'),
  };
}
