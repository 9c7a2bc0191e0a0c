import { describe, expect, it } from 'vitest';
import { addressOf, identityOf, knownColumn, knownValues, templateData } from './lead.ts';

describe('a column', () => {
  it('is recognised under its usual names, however they are written', () => {
    const names = {
      email: ['email', 'E-Mail', 'Email Address', 'work_email', 'MAIL', 'Contact Email'],
      first_name: ['first_name', 'First Name', 'firstName', 'Given-Name', 'fname'],
      last_name: ['last_name', 'LAST NAME', 'surname', 'Family_Name'],
      company: ['company', 'Company Name', 'Organisation', 'organization', 'employer'],
      title: ['title', 'Job Title', 'position', 'role'],
      linkedin_url: ['linkedin_url', 'LinkedIn', 'LinkedIn Profile URL'],
      timezone: ['timezone', 'Time Zone', 'tz'],
    };
    for (const [known, spellings] of Object.entries(names)) {
      expect(spellings.map(knownColumn)).toEqual(spellings.map(() => known));
    }
  });

  it('of another name is the owner’s own', () => {
    const own = ['', 'name', 'emails', 'shoe_size', 'constructor', '__proto__', 'toString'];
    expect(own.map(knownColumn)).toEqual(own.map(() => null));
  });
});

describe('the known values of a row', () => {
  it('are texts without blanks around them; an empty cell is none', () => {
    const data = {
      Email: ' ada@example.com ',
      'First Name': '',
      title: null,
      company: 7,
      tz: true,
    };
    expect(knownValues(data)).toEqual({ email: 'ada@example.com', company: '7', timezone: 'true' });
  });

  it('come from the column of the exact name, else from the first of its other names', () => {
    expect(knownValues({ mail: 'a', email: 'b', work_email: 'c' })).toEqual({ email: 'b' });
    expect(knownValues({ email: 'b', mail: 'a' })).toEqual({ email: 'b' });
    expect(knownValues({ mail: 'a', work_email: 'c' })).toEqual({ email: 'a' });
    expect(knownValues({ mail: '', work_email: 'c' })).toEqual({ email: 'c' });
  });
});

describe('a lead', () => {
  it('has the address of its row in its one spelling, or none', () => {
    expect(addressOf({ 'E-Mail': ' Ada@Example.com' })).toBe('ada@example.com');
    expect(addressOf({ email: 'ada at example' })).toBeNull();
    expect(addressOf({ name: 'Ada' })).toBeNull();
  });

  it('shows a template every column as it came, and the known ones under their own names', () => {
    expect(templateData({ 'First Name': 'Ada', shoe_size: 37, note: null })).toEqual({
      'First Name': 'Ada',
      first_name: 'Ada',
      shoe_size: 37,
      note: null,
    });
  });

  it('is who it is by its address, names, company, title and profile', () => {
    const data = { first: 'Ada', shoe_size: 37, timezone: 'UTC' };
    expect(identityOf({ id: 'l', email: 'ada@example.com', data })).toEqual({
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: null,
      company: null,
      title: null,
      linkedin_url: null,
    });
  });
});
