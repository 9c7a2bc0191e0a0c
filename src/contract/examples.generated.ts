/** The place where answers stand that were really given: written by `npm run examples`. */
import type { Examples } from './shared/openapi.ts';

export const examples: Examples = {
  "acceptInvitation": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000008",
        "name": "owner0",
        "email": "owner0@example.com",
        "email_proved_at": null
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000009",
      "account_id": "019cadc6-9a80-7000-8000-000000000002",
      "role": "owner",
      "permissions": [
        "campaigns:read",
        "campaigns:write",
        "campaigns:execute",
        "campaigns:delete",
        "content:review"
      ],
      "rights": [
        "members:manage",
        "keys:manage",
        "audit:read",
        "account:manage"
      ],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000002",
          "name": "Default",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "mails_codes": false,
      "csrf_token": "QNSsfWFTuLRhSBLclj9TTuWfJn2DdRPXUziA4KzN1BQ"
    }
  },
  "approveContent": {
    "answer": {
      "success": true,
      "data": {
        "action": "approved",
        "workflowInstanceId": "019cadc6-9a85-7000-8000-000000000dce",
        "leadStatus": {
          "leadId": "019cadc6-aa20-7000-8000-000000000dc0",
          "workflowStatus": "pending",
          "workflowInstanceId": "019cadc6-9a85-7000-8000-000000000dce",
          "latestStep": null,
          "workflowStopReason": null,
          "hasPendingApproval": false
        }
      },
      "error": null,
      "traceId": "64ab9067-406c-42a2-bc25-16852ffce7da"
    }
  },
  "approveStep": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000a1f",
      "campaign_lead_id": "019cadc6-9a85-7000-8000-000000000a25",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "step_index": 1,
      "approved_steps": [
        1
      ],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:b9e68b64aaa6a819a9c7a449fa3c92a500d0cdeed1b1c02d68b6fedf464a63d3",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:762961dda98271d21a35c5e21c7cd6129018517da962a20678f428d10eda367e",
        "approved_at": "2026-03-02T09:00:04.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-000000000290",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
    }
  },
  "cancelCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000652",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-aa20-7000-8000-00000000064c",
      "name": "Spring",
      "type": "email",
      "status": "completed",
      "launch_type": "immediate",
      "daily_limit": 500,
      "sending_window_start": "09:00:00",
      "sending_window_end": "17:00:00",
      "min_interval_seconds": 300,
      "timezone": "UTC",
      "steps_config": [
        {
          "step": 1,
          "delay_days": 0,
          "channel": "email",
          "variants": [
            {
              "label": "A",
              "weight": 100,
              "type": "TEMPLATE",
              "template_id": "019cadc6-aa20-7000-8000-00000000064a",
              "sender_profile_id": null
            }
          ],
          "ai_personalization_enabled": true,
          "track_clicks": false,
          "action_type": null,
          "message_template": null,
          "approval_required": null
        }
      ],
      "send_days": [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri"
      ],
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-aa20-7000-8000-000000000650"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 2,
      "cancelled_at": "2026-03-02T09:00:04.000Z",
      "launch_job_id": "019cadc6-9a85-7000-8000-000000000654",
      "launch_requested_at": "2026-03-02T09:00:04.000Z",
      "launch_error": null,
      "system_prompt": null,
      "unreviewed_launch_policy": "launch_default",
      "paused_reason": null,
      "playground_discovery_dismissed_at": null,
      "approval_mode": "optional",
      "use_lead_timezone": false,
      "can": {
        "launch": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to run it again."
        },
        "pause": {
          "allowed": false,
          "reason": "This campaign is completed; nothing of it is running."
        },
        "resume": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to run it again."
        },
        "cancel": {
          "allowed": false,
          "reason": "This campaign is completed; there is nothing left to cancel."
        },
        "delete": {
          "allowed": true,
          "reason": null
        },
        "repair": {
          "allowed": false,
          "reason": "This campaign was cancelled; duplicate it to write to its leads again."
        },
        "edit_content": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to change it."
        },
        "edit_schedule": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to change it."
        },
        "edit_pace": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to change it."
        }
      },
      "in_flight": 0
    }
  },
  "cancelImport": {
    "answer": {
      "import_id": "019cadc6-9a85-7000-8000-0000000001f5",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "dataset_id": "019cadc6-9a80-7000-8000-0000000001f1",
      "status": "cancelled",
      "rows_read": 0,
      "rows_imported": 0,
      "rows_refused": 0,
      "duplicates": 0,
      "warnings": {
        "role": 0,
        "disposable": 0,
        "free_mail": 0,
        "unknown_suffix": 0
      },
      "error": null,
      "report_url": "/api/v1/imports/019cadc6-9a85-7000-8000-0000000001f5/report",
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z",
      "finished_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "changeMember": {
    "answer": {
      "member_id": "019cadc6-9a80-7000-8000-000000000003",
      "name": "Ada",
      "email": "ada@example.com",
      "email_proved_at": "2026-03-02T09:00:00.005Z",
      "role": "viewer",
      "is_you": true,
      "created_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "changePassword": {
    "answer": {
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "ended_sessions": 27
    }
  },
  "createAccount": {
    "answer": {
      "account_id": "019cadc6-9a80-7000-8000-0000000000d1",
      "name": "Client",
      "role": "owner",
      "created_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "createAlias": {
    "answer": {
      "alias_id": "019cadc6-9a80-7000-8000-00000000001d",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "address": "me@example.org",
      "display_name": "Me",
      "provider": "smtp",
      "smtp": {
        "host": "localhost",
        "port": 2525,
        "security": "none",
        "auth": {
          "type": "password",
          "username": "me",
          "has_password": true
        }
      },
      "imap": null,
      "version": 1,
      "daily_cap": 50,
      "min_gap_seconds": 0,
      "reply_to": null,
      "signature": null,
      "verified_at": null,
      "paused_at": null,
      "paused_reason": null,
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "createCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000ebe",
      "account_id": "019cadc6-9a80-7000-8000-000000000007",
      "user_id": "019cadc6-9a80-7000-8000-000000000008",
      "dataset_id": "019cadc6-aa20-7000-8000-000000000eb8",
      "name": "Spring",
      "type": "email",
      "status": "draft",
      "launch_type": "immediate",
      "daily_limit": 500,
      "sending_window_start": "09:00:00",
      "sending_window_end": "17:00:00",
      "min_interval_seconds": 300,
      "timezone": "UTC",
      "steps_config": [
        {
          "step": 1,
          "delay_days": 0,
          "channel": "email",
          "variants": [
            {
              "label": "A",
              "weight": 100,
              "type": "TEMPLATE",
              "template_id": "019cadc6-aa20-7000-8000-000000000eb4",
              "sender_profile_id": "019cadc6-aa20-7000-8000-000000000eb6"
            }
          ],
          "ai_personalization_enabled": true,
          "track_clicks": false,
          "action_type": null,
          "message_template": null,
          "approval_required": null
        }
      ],
      "send_days": [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri"
      ],
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-aa20-7000-8000-000000000ebc"
      ],
      "connected_account_id": null,
      "total_leads": null,
      "processed_leads": 0,
      "cancelled_at": null,
      "launch_job_id": null,
      "launch_requested_at": null,
      "launch_error": null,
      "system_prompt": null,
      "unreviewed_launch_policy": "launch_default",
      "paused_reason": null,
      "playground_discovery_dismissed_at": null,
      "approval_mode": "optional",
      "use_lead_timezone": false,
      "can": {
        "launch": {
          "allowed": true,
          "reason": null
        },
        "pause": {
          "allowed": false,
          "reason": "This campaign is a draft; nothing of it is running."
        },
        "resume": {
          "allowed": false,
          "reason": "This campaign is a draft; launch it instead."
        },
        "cancel": {
          "allowed": true,
          "reason": null
        },
        "delete": {
          "allowed": true,
          "reason": null
        },
        "repair": {
          "allowed": false,
          "reason": "This campaign is a draft; there is nothing to repair."
        },
        "edit_content": {
          "allowed": true,
          "reason": null
        },
        "edit_schedule": {
          "allowed": true,
          "reason": null
        },
        "edit_pace": {
          "allowed": true,
          "reason": null
        }
      }
    }
  },
  "createConnectedAccount": {
    "answer": {
      "connected_account_id": "019cadc6-aa20-7000-8000-0000000002fe",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Ada166",
      "profile_url": null,
      "provider": "manual",
      "daily_caps": {
        "connection_request": 20,
        "message": 50,
        "inmail": 10,
        "profile_view": 80,
        "post_engagement": 30
      },
      "version": 1,
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "createDataset": {
    "answer": {
      "dataset_id": "019cadc6-9a80-7000-8000-000000000118",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Autumn",
      "row_count": 1,
      "columns": [
        "email",
        "first_name"
      ],
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "createInvitation": {
    "answer": {
      "invitation_id": "019cadc6-9a85-7000-8000-000000000006",
      "email": "grace@example.com",
      "role": "reviewer",
      "invited_by": "019cadc6-9a80-7000-8000-000000000003",
      "is_mailed": false,
      "created_at": "2026-03-02T09:00:00.005Z",
      "expires_at": "2026-03-09T09:00:00.005Z",
      "token": "63T-jLfS0m48OmTuLJScR1qglCR8wD0RzgGuGzefN5I",
      "link": "/invitation#63T-jLfS0m48OmTuLJScR1qglCR8wD0RzgGuGzefN5I"
    }
  },
  "createKey": {
    "answer": {
      "id": "019cadc6-9a85-7000-8000-000000000009",
      "name": "Reader",
      "key_prefix": "cs_live_sAqs09U5i",
      "permissions": [
        "campaigns:read"
      ],
      "account_ids": [
        "019cadc6-9a80-7000-8000-000000000002",
        "019cadc6-9a80-7000-8000-000000000006"
      ],
      "created_by": "019cadc6-9a80-7000-8000-000000000003",
      "created_at": "2026-03-02T09:00:00.005Z",
      "key": "cs_live_sAqs09U5iZvlcRyZQXQDITZGlHRKzkp2tu_GniqN0Tw"
    }
  },
  "createSenderProfile": {
    "answer": {
      "id": "019cadc6-9a80-7000-8000-00000000001f",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "profile_name": "Me",
      "sender_data": {
        "custom_prompt": "Write.",
        "prompts": [
          {
            "tone": "dry"
          }
        ]
      },
      "description": null,
      "is_default": false,
      "version": 1,
      "usage_count": 0,
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "createSuppression": {
    "answer": {
      "suppression_id": "019cadc6-aa20-7000-8000-00000000031e",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "email": "never167@example.com",
      "domain": null,
      "reason": "asked",
      "note": null,
      "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
      "released_at": null,
      "released_reason": null,
      "released_by": null,
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "stopped_leads": 0,
      "in_flight": 0
    }
  },
  "createTemplate": {
    "answer": {
      "template_id": "019cadc6-9a80-7000-8000-00000000025e",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Hello",
      "version": 1,
      "subject": "Hello {{ first_name }}",
      "body": "Hello {{ first_name }}.",
      "body_format": "text",
      "variables": [
        "first_name"
      ],
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "deleteAlias": {
    "answer": {
      "alias_id": "019cadc6-aa20-7000-8000-0000000002d0",
      "deleted": true
    }
  },
  "deleteCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-00000000039c"
    }
  },
  "deleteConnectedAccount": {
    "answer": {
      "connected_account_id": "019cadc6-aa20-7000-8000-000000000314",
      "deleted": true
    }
  },
  "deleteDataset": {
    "answer": {
      "dataset_id": "019cadc6-9a80-7000-8000-000000000167",
      "deleted": true
    }
  },
  "deleteDatasetRow": {
    "answer": {
      "dataset_id": "019cadc6-9a80-7000-8000-000000000155",
      "lead_id": "019cadc6-9a80-7000-8000-000000000156",
      "deleted": true
    }
  },
  "deleteSenderProfile": {
    "answer": {
      "id": "019cadc6-9a80-7000-8000-0000000002a6",
      "deleted": true
    }
  },
  "deleteTemplate": {
    "answer": {
      "template_id": "019cadc6-9a80-7000-8000-000000000272",
      "deleted": true
    }
  },
  "discardContent": {
    "answer": {
      "success": true,
      "data": {
        "action": "discarded",
        "workflowInstanceId": "019cadc6-9a85-7000-8000-000000000e56",
        "leadStatus": {
          "leadId": "019cadc6-aa20-7000-8000-000000000e49",
          "workflowStatus": "stopped",
          "workflowInstanceId": "019cadc6-9a85-7000-8000-000000000e56",
          "latestStep": null,
          "workflowStopReason": "CONTENT_DISCARDED",
          "hasPendingApproval": false
        }
      },
      "error": null,
      "traceId": "08cf3fe3-4cc6-413f-8526-43d1d595b5e1"
    }
  },
  "duplicateCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-0000000003c8",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-aa20-7000-8000-0000000003c0",
      "name": "Spring (copy)",
      "type": "email",
      "status": "draft",
      "launch_type": "immediate",
      "daily_limit": 500,
      "sending_window_start": "09:00:00",
      "sending_window_end": "17:00:00",
      "min_interval_seconds": 300,
      "timezone": "UTC",
      "steps_config": [
        {
          "step": 1,
          "delay_days": 0,
          "channel": "email",
          "variants": [
            {
              "label": "A",
              "weight": 100,
              "type": "TEMPLATE",
              "template_id": "019cadc6-aa20-7000-8000-0000000003be",
              "sender_profile_id": null
            }
          ],
          "ai_personalization_enabled": true,
          "track_clicks": false,
          "action_type": null,
          "message_template": null,
          "approval_required": null
        }
      ],
      "send_days": [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri"
      ],
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-aa20-7000-8000-0000000003c4"
      ],
      "connected_account_id": null,
      "total_leads": null,
      "processed_leads": 0,
      "cancelled_at": null,
      "launch_job_id": null,
      "launch_requested_at": null,
      "launch_error": null,
      "system_prompt": null,
      "unreviewed_launch_policy": "launch_default",
      "paused_reason": null,
      "playground_discovery_dismissed_at": null,
      "approval_mode": "optional",
      "use_lead_timezone": false,
      "can": {
        "launch": {
          "allowed": true,
          "reason": null
        },
        "pause": {
          "allowed": false,
          "reason": "This campaign is a draft; nothing of it is running."
        },
        "resume": {
          "allowed": false,
          "reason": "This campaign is a draft; launch it instead."
        },
        "cancel": {
          "allowed": true,
          "reason": null
        },
        "delete": {
          "allowed": true,
          "reason": null
        },
        "repair": {
          "allowed": false,
          "reason": "This campaign is a draft; there is nothing to repair."
        },
        "edit_content": {
          "allowed": true,
          "reason": null
        },
        "edit_schedule": {
          "allowed": true,
          "reason": null
        },
        "edit_pace": {
          "allowed": true,
          "reason": null
        }
      }
    }
  },
  "editDatasetRow": {
    "answer": {
      "lead_id": "019cadc6-9a80-7000-8000-000000000144",
      "row_index": 0,
      "email": "lead33@example.com",
      "data": {
        "email": "lead33@example.com",
        "first_name": "Augusta"
      }
    }
  },
  "endSession": {
    "answer": {
      "ended": true
    }
  },
  "explainLead": {
    "answer": {
      "campaign_lead_id": "019cadca-4405-7000-8000-00000000017b",
      "next_step": null,
      "verdict": "stop",
      "as_of": "2026-03-02T09:04:00.000Z",
      "checks": [
        {
          "check": "fenced",
          "scope": "engine",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "campaign_live",
          "scope": "campaign",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "lead_live",
          "scope": "lead",
          "result": "stop",
          "reason": "This lead is finished: stopped.",
          "until": null
        },
        {
          "check": "suppression",
          "scope": "lead",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "ledger",
          "scope": "lead",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "due",
          "scope": "lead",
          "result": "hold",
          "reason": "This lead has no step that is due.",
          "until": null
        },
        {
          "check": "content",
          "scope": "lead",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "approval",
          "scope": "lead",
          "result": "hold",
          "reason": "Waits for a person to approve or discard it.",
          "until": null
        },
        {
          "check": "window",
          "scope": "campaign",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "daily_limit",
          "scope": "campaign",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "interval",
          "scope": "campaign",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "mailbox",
          "scope": "alias",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "mailbox_cap",
          "scope": "alias",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "mailbox_gap",
          "scope": "alias",
          "result": "pass",
          "reason": null,
          "until": null
        },
        {
          "check": "domain_cap",
          "scope": "domain",
          "result": "pass",
          "reason": null,
          "until": null
        }
      ]
    }
  },
  "getAccount": {
    "answer": {
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Client9",
      "postal_address": null,
      "footer_text": "Engines Ltd 121",
      "unsubscribe_line": null,
      "default_unsubscribe_line": "If you would rather not hear from me again, {unsubscribe here}.",
      "version": 2,
      "footer": {
        "body_text": "Engines Ltd 121\n\nIf you would rather not hear from me again, unsubscribe here <http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA>.",
        "body_html": "<div style=\"font-size:12px;line-height:1.5;color:#666666\">\n<p>Engines Ltd 121</p>\n<p>If you would rather not hear from me again, <a href=\"http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA\" style=\"color:#666666\">unsubscribe here</a>.</p>\n</div>"
      },
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getAlias": {
    "answer": {
      "alias_id": "019cadc6-9a80-7000-8000-000000000032",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "address": "me1@example.org",
      "display_name": "Me",
      "provider": "sandbox",
      "smtp": null,
      "imap": null,
      "version": 2,
      "daily_cap": 50,
      "min_gap_seconds": 0,
      "reply_to": null,
      "signature": "Yours, Ada",
      "verified_at": "2026-03-02T09:00:00.000Z",
      "paused_at": null,
      "paused_reason": null,
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getCampaign": {
    "answer": {
      "campaign_id": "019cadc6-9a80-7000-8000-000000000011",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-9a80-7000-8000-000000000007",
      "name": "Spring",
      "type": "email",
      "status": "completed",
      "launch_type": "immediate",
      "daily_limit": 500,
      "sending_window_start": "09:00:00",
      "sending_window_end": "17:00:00",
      "min_interval_seconds": 300,
      "timezone": "UTC",
      "steps_config": [
        {
          "step": 1,
          "delay_days": 0,
          "channel": "email",
          "variants": [
            {
              "label": "A",
              "weight": 100,
              "type": "TEMPLATE",
              "template_id": "019cadc6-9a80-7000-8000-00000000000b",
              "sender_profile_id": null
            }
          ],
          "ai_personalization_enabled": true,
          "track_clicks": false,
          "action_type": null,
          "message_template": null,
          "approval_required": null
        }
      ],
      "send_days": [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri"
      ],
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:11:00.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-9a80-7000-8000-00000000000d"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 2,
      "cancelled_at": null,
      "launch_job_id": "019cadc6-9a85-7000-8000-000000000026",
      "launch_requested_at": "2026-03-02T09:00:00.000Z",
      "launch_error": null,
      "system_prompt": null,
      "unreviewed_launch_policy": "launch_default",
      "paused_reason": null,
      "playground_discovery_dismissed_at": null,
      "approval_mode": "optional",
      "use_lead_timezone": false,
      "can": {
        "launch": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to run it again."
        },
        "pause": {
          "allowed": false,
          "reason": "This campaign is completed; nothing of it is running."
        },
        "resume": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to run it again."
        },
        "cancel": {
          "allowed": false,
          "reason": "This campaign is completed; there is nothing left to cancel."
        },
        "delete": {
          "allowed": true,
          "reason": null
        },
        "repair": {
          "allowed": true,
          "reason": null
        },
        "edit_content": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to change it."
        },
        "edit_schedule": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to change it."
        },
        "edit_pace": {
          "allowed": false,
          "reason": "This campaign is completed; duplicate it to change it."
        }
      }
    }
  },
  "getCampaignLead": {
    "answer": {
      "campaign_lead_id": "019cadc6-9a85-7000-8000-000000000053",
      "lead_id": "019cadc6-9a80-7000-8000-000000000008",
      "row_index": 0,
      "email": "ada@example.com",
      "status": "pending",
      "current_step": 1,
      "pending_approval": false,
      "stop_reason": null,
      "workflow_instance_id": "019cadc6-9a85-7000-8000-000000000054",
      "variants": {
        "1": "A"
      },
      "approved_steps": [
        1
      ],
      "next_due_at": "2026-03-02T09:00:00.000Z",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getConnectedAccount": {
    "answer": {
      "connected_account_id": "019cadc6-aa20-7000-8000-000000000300",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Ada",
      "profile_url": null,
      "provider": "manual",
      "daily_caps": {
        "connection_request": 20,
        "message": 50,
        "inmail": 10,
        "profile_view": 80,
        "post_engagement": 30
      },
      "version": 1,
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "getDataset": {
    "answer": {
      "dataset_id": "019cadc6-9a80-7000-8000-00000000011b",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Spring",
      "row_count": 2,
      "columns": [
        "email",
        "first_name"
      ],
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getGroupCampaign": {
    "answer": {
      "success": true,
      "data": {
        "id": "019cadca-4400-7000-8000-0000000000f6",
        "name": "Countersigned",
        "description": null,
        "status": "active",
        "selectedLeadCount": 2,
        "includeConversationHistory": false,
        "autoCancelOnMessageReceived": true,
        "outreachLanguage": null,
        "createdAt": "2026-03-02T09:04:00.000Z",
        "updatedAt": "2026-03-02T09:04:00.000Z",
        "startedAt": "2026-03-02T09:04:00.000Z",
        "rateLimitedUntil": null
      },
      "error": null,
      "traceId": "e45404a7-f9a8-4b02-bd35-b09c61de9ac4"
    }
  },
  "getIdentity": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000003",
        "name": "Ada",
        "email": "ada@example.com",
        "email_proved_at": "2026-03-02T09:00:00.005Z"
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000004",
      "account_id": "019cadc6-9a80-7000-8000-000000000006",
      "role": "owner",
      "permissions": [
        "campaigns:read",
        "campaigns:write",
        "campaigns:execute",
        "campaigns:delete",
        "content:review"
      ],
      "rights": [
        "members:manage",
        "keys:manage",
        "audit:read",
        "account:manage"
      ],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000002",
          "name": "Default",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000006",
          "name": "Client",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "mails_codes": false,
      "csrf_token": "qta2jeH1zxjbjGMF28fGDGaTvlVKgq-cXXZsSPq21b8"
    }
  },
  "getImport": {
    "answer": {
      "import_id": "019cadc6-9a85-7000-8000-0000000001a5",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "dataset_id": "019cadc6-9a80-7000-8000-0000000001a1",
      "status": "completed",
      "rows_read": 2,
      "rows_imported": 1,
      "rows_refused": 1,
      "duplicates": 0,
      "warnings": {
        "role": 0,
        "disposable": 0,
        "free_mail": 0,
        "unknown_suffix": 0
      },
      "error": null,
      "report_url": "/api/v1/imports/019cadc6-9a85-7000-8000-0000000001a5/report",
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z",
      "finished_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getLeadStatuses": {
    "answer": {
      "success": true,
      "data": {
        "items": [
          {
            "leadId": "019cadc6-9a80-7000-8000-000000000009",
            "workflowStatus": "pending",
            "workflowInstanceId": "019cadc6-9a85-7000-8000-00000000001c",
            "latestStep": "step-1",
            "workflowStopReason": null,
            "hasPendingApproval": true
          },
          {
            "leadId": "019cadc6-9a80-7000-8000-000000000008",
            "workflowStatus": "pending",
            "workflowInstanceId": "019cadc6-9a85-7000-8000-00000000001a",
            "latestStep": "step-1",
            "workflowStopReason": null,
            "hasPendingApproval": true
          }
        ]
      },
      "error": null,
      "traceId": "5f5159be-f07d-4e96-b3ac-a16257166e9c"
    }
  },
  "getMember": {
    "answer": {
      "member_id": "019cadc6-9a80-7000-8000-00000000000d",
      "name": "joan",
      "email": "joan@example.com",
      "email_proved_at": null,
      "role": "reviewer",
      "is_you": false,
      "created_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getOwnAccount": {
    "answer": {
      "account_id": "019cadc6-9a80-7000-8000-000000000002",
      "name": "Default",
      "role": "viewer",
      "created_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getSenderProfile": {
    "answer": {
      "id": "019cadc6-9a80-7000-8000-00000000001f",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "profile_name": "Me",
      "sender_data": {
        "prompts": [
          {
            "tone": "dry"
          }
        ],
        "custom_prompt": "Write."
      },
      "description": null,
      "is_default": false,
      "version": 1,
      "usage_count": 0,
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getSetup": {
    "answer": {
      "needed": false
    }
  },
  "getStats": {
    "answer": {
      "leads": {
        "pending": 1,
        "active": 0,
        "completed": 1,
        "replied": 0,
        "bounced": 0,
        "unsubscribed": 0,
        "suppressed": 0,
        "discarded": 0,
        "failed": 0,
        "unknown": 0,
        "skipped": 0,
        "stopped": 0,
        "cancelled": 0
      },
      "steps": [
        {
          "step": 1,
          "planned": 1,
          "accepted": 1,
          "refused": 0,
          "unknown": 0,
          "opened": 0,
          "clicked": 0,
          "replied": 0,
          "bounced": 0,
          "by_variant": {
            "A": {
              "accepted": 1,
              "refused": 0,
              "unknown": 0,
              "opened": 0,
              "clicked": 0,
              "replied": 0,
              "bounced": 0
            }
          }
        }
      ],
      "by_day": [
        {
          "date": "2026-03-02",
          "accepted": 1,
          "refused": 0,
          "unknown": 0
        }
      ]
    }
  },
  "getTemplate": {
    "answer": {
      "template_id": "019cadc6-9a80-7000-8000-00000000001a",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Hello",
      "version": 2,
      "subject": "Hello {{ first_name }}",
      "body": "Hello {{ company }}.",
      "body_format": "text",
      "variables": [
        "first_name",
        "company"
      ],
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "getToday": {
    "answer": {
      "as_of": "2026-03-02T09:00:00.000Z",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "engine": {
        "fenced": false,
        "fenced_because": null,
        "workers_alive": 1
      },
      "totals": {
        "sent_today": 0,
        "leaves_today": 0,
        "waits_for_you": 0,
        "held": 0,
        "unknown": 0
      },
      "leaves": [],
      "leaves_truncated": false,
      "waits": {
        "gates": {
          "count": 0,
          "oldest_at": null,
          "items": []
        },
        "unknown": {
          "count": 0,
          "items": []
        },
        "mailboxes": {
          "count": 0,
          "items": []
        }
      },
      "held": []
    }
  },
  "importDataset": {
    "answer": {
      "dry_run": true,
      "dataset_id": "019cadc6-9a80-7000-8000-000000000089",
      "format": "csv",
      "encoding": "utf-8",
      "delimiter": ",",
      "mapping": {
        "email": "email",
        "name": "first_name"
      },
      "rows_read": 2,
      "rows_imported": 1,
      "rows_refused": 1,
      "duplicates": 0,
      "warnings": {
        "role": 0,
        "disposable": 0,
        "free_mail": 0,
        "unknown_suffix": 0
      },
      "preview": [
        {
          "email": "ada@example.com",
          "data": {
            "email": "ada@example.com",
            "first_name": "Ada"
          }
        }
      ],
      "refused": [
        {
          "line": 3,
          "reason": "MALFORMED_ADDRESS",
          "message": "The e-mail address cannot be one.",
          "value": "nobody"
        }
      ]
    }
  },
  "importSuppressions": {
    "answer": {
      "import_id": "019cadc6-aa20-7000-8000-000000000320",
      "items": [
        {
          "result": "created",
          "suppression_id": "019cadc6-aa20-7000-8000-000000000321",
          "message": null
        }
      ],
      "created": 1,
      "stopped_leads": 0,
      "in_flight": 0
    }
  },
  "joinAccount": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000007",
        "name": "Owner",
        "email": "019cadc6-9a80-7000-8000-000000000007@example.com",
        "email_proved_at": "2026-03-02T09:00:00.005Z"
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000009",
      "account_id": "019cadc6-9a80-7000-8000-000000000002",
      "role": "reviewer",
      "permissions": [
        "campaigns:read",
        "content:review"
      ],
      "rights": [],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000002",
          "name": "Default",
          "role": "reviewer",
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000006",
          "name": "Stranger",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "mails_codes": false,
      "csrf_token": "rYDslqxURX4JFQKkNzQHqqCQR-wOmVhbk3UCoyvigvg"
    }
  },
  "launchCampaign": {
    "answer": {
      "campaign": {
        "campaign_id": "019cadc6-9a80-7000-8000-000000000139",
        "account_id": "019cadc6-9a80-7000-8000-000000000004",
        "user_id": "019cadc6-9a80-7000-8000-000000000005",
        "dataset_id": "019cadc6-9a80-7000-8000-00000000012d",
        "name": "Spring",
        "type": "email",
        "status": "launching",
        "launch_type": "immediate",
        "daily_limit": 500,
        "sending_window_start": "09:00:00",
        "sending_window_end": "17:00:00",
        "min_interval_seconds": 300,
        "timezone": "UTC",
        "steps_config": [
          {
            "step": 1,
            "delay_days": 0,
            "channel": "email",
            "variants": [
              {
                "label": "A",
                "weight": 100,
                "type": "TEMPLATE",
                "template_id": "019cadc6-9a80-7000-8000-000000000131",
                "sender_profile_id": null
              }
            ],
            "ai_personalization_enabled": true,
            "track_clicks": false,
            "action_type": null,
            "message_template": null,
            "approval_required": null
          }
        ],
        "send_days": [
          "mon",
          "tue",
          "wed",
          "thu",
          "fri"
        ],
        "created_at": "2026-03-02T09:00:00.000Z",
        "updated_at": "2026-03-02T09:00:00.000Z",
        "description": null,
        "start_date": null,
        "alias_ids": [
          "019cadc6-9a80-7000-8000-000000000137"
        ],
        "connected_account_id": null,
        "total_leads": null,
        "processed_leads": 0,
        "cancelled_at": null,
        "launch_job_id": "019cadc6-9a85-7000-8000-00000000013b",
        "launch_requested_at": "2026-03-02T09:00:00.000Z",
        "launch_error": null,
        "system_prompt": null,
        "unreviewed_launch_policy": "launch_default",
        "paused_reason": null,
        "playground_discovery_dismissed_at": null,
        "approval_mode": "optional",
        "use_lead_timezone": false,
        "can": {
          "launch": {
            "allowed": false,
            "reason": "This campaign is being launched already."
          },
          "pause": {
            "allowed": false,
            "reason": "This campaign is being launched; pause it when it is active."
          },
          "resume": {
            "allowed": false,
            "reason": "This campaign is being launched; it is not paused."
          },
          "cancel": {
            "allowed": true,
            "reason": null
          },
          "delete": {
            "allowed": false,
            "reason": "Cancel this campaign before you delete it."
          },
          "repair": {
            "allowed": false,
            "reason": "This campaign is being launched; repair it when it is active."
          },
          "edit_content": {
            "allowed": false,
            "reason": "This can be changed before a launch only; duplicate the campaign instead."
          },
          "edit_schedule": {
            "allowed": false,
            "reason": "This campaign is being launched; its date is past."
          },
          "edit_pace": {
            "allowed": false,
            "reason": "This campaign is being launched; edit it when it is active."
          }
        }
      },
      "summary": {
        "total_rows": 2,
        "launchable_rows": 2,
        "warning_count": 2
      },
      "warnings": [
        {
          "code": "UNKNOWN_VARIABLE",
          "message": "The template names {{ first_name }}, which is no column of the dataset: it stays empty.",
          "count": 2,
          "row_index": null,
          "step": 1,
          "variant_label": "A",
          "field": "first_name",
          "sample_rows": []
        },
        {
          "code": "NO_UNSUBSCRIBE_LINE",
          "message": "The template has no unsubscribe line of its own: the one we suggest stands below it. Choose your own words for it, once for all mail: unsubscribe_line of the account.",
          "count": 1,
          "row_index": null,
          "step": 1,
          "variant_label": "A",
          "field": "template_id",
          "sample_rows": []
        }
      ]
    }
  },
  "listAccountGroups": {
    "answer": {
      "success": true,
      "data": {
        "items": [
          {
            "id": "019cadc6-9a80-7000-8000-000000000002",
            "name": "Default",
            "createdAt": "2026-03-02T09:00:00.000Z"
          },
          {
            "id": "019cadc6-9a80-7000-8000-000000000006",
            "name": "Second",
            "createdAt": "2026-03-02T09:00:00.000Z"
          }
        ]
      },
      "error": null,
      "traceId": "cd50383a-d6a8-445b-9fc4-fb1ecb67f2d0"
    }
  },
  "listAccounts": {
    "answer": {
      "items": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000002",
          "name": "Default",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000006",
          "name": "Client",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ]
    }
  },
  "listAliases": {
    "answer": {
      "items": [
        {
          "alias_id": "019cadc6-9a80-7000-8000-00000000001d",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "address": "me@example.org",
          "display_name": "Me",
          "provider": "smtp",
          "smtp": {
            "host": "localhost",
            "port": 2525,
            "security": "none",
            "auth": {
              "type": "password",
              "username": "me",
              "has_password": true
            }
          },
          "imap": null,
          "version": 1,
          "daily_cap": 50,
          "min_gap_seconds": 0,
          "reply_to": null,
          "signature": null,
          "verified_at": null,
          "paused_at": null,
          "paused_reason": null,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "alias_id": "019cadc6-9a80-7000-8000-00000000000d",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "address": "me@example.org",
          "display_name": "Me",
          "provider": "sandbox",
          "smtp": null,
          "imap": null,
          "version": 1,
          "daily_cap": 50,
          "min_gap_seconds": 0,
          "reply_to": null,
          "signature": null,
          "verified_at": "2026-03-02T09:00:00.000Z",
          "paused_at": null,
          "paused_reason": null,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listAudit": {
    "answer": {
      "items": [
        {
          "audit_id": "019cadc6-9a85-7000-8000-00000000011b",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.end",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-00000000011a",
          "request_id": "ff2fd120-9ec1-4a8d-bfe3-6168e280f171",
          "before_hash": "41d2d07f4f37b8b00779d3dcf9c442dbfa049d7b66461d834fb44691b3cb1f95",
          "after_hash": null,
          "changed": []
        },
        {
          "audit_id": "019cadc6-9a85-7000-8000-000000000119",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.end",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-000000000118",
          "request_id": "probe-7",
          "before_hash": "4efa441fbcd4e1cae12451b7e037827a949b1c1ce646ea68e25a3550a02a7f92",
          "after_hash": null,
          "changed": []
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listCampaignLeads": {
    "answer": {
      "items": [
        {
          "campaign_lead_id": "019cadc6-9a85-7000-8000-00000000074d",
          "lead_id": "019cadc6-aa20-7000-8000-000000000742",
          "row_index": 0,
          "email": "lead339@example.com",
          "status": "pending",
          "current_step": 1,
          "pending_approval": true,
          "stop_reason": null,
          "workflow_instance_id": "019cadc6-9a85-7000-8000-00000000074e",
          "variants": {
            "1": "A"
          },
          "approved_steps": [],
          "next_due_at": "2026-03-02T09:00:04.000Z",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
        },
        {
          "campaign_lead_id": "019cadc6-9a85-7000-8000-00000000074f",
          "lead_id": "019cadc6-aa20-7000-8000-000000000743",
          "row_index": 1,
          "email": "lead340@example.com",
          "status": "pending",
          "current_step": 1,
          "pending_approval": true,
          "stop_reason": null,
          "workflow_instance_id": "019cadc6-9a85-7000-8000-000000000750",
          "variants": {
            "1": "A"
          },
          "approved_steps": [],
          "next_due_at": "2026-03-02T09:00:04.000Z",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listCampaigns": {
    "answer": {
      "items": [
        {
          "campaign_id": "019cadc6-aa20-7000-8000-000000000336",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "user_id": "019cadc6-9a80-7000-8000-000000000005",
          "dataset_id": "019cadc6-aa20-7000-8000-000000000330",
          "name": "Spring",
          "type": "email",
          "status": "draft",
          "launch_type": "immediate",
          "daily_limit": 500,
          "sending_window_start": "09:00:00",
          "sending_window_end": "17:00:00",
          "min_interval_seconds": 300,
          "timezone": "UTC",
          "steps_config": [
            {
              "step": 1,
              "delay_days": 0,
              "channel": "email",
              "variants": [
                {
                  "label": "A",
                  "weight": 100,
                  "type": "TEMPLATE",
                  "template_id": "019cadc6-aa20-7000-8000-00000000032e",
                  "sender_profile_id": null
                }
              ],
              "ai_personalization_enabled": true,
              "track_clicks": false,
              "action_type": null,
              "message_template": null,
              "approval_required": null
            }
          ],
          "send_days": [
            "mon",
            "tue",
            "wed",
            "thu",
            "fri"
          ],
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z",
          "description": null,
          "start_date": null,
          "alias_ids": [
            "019cadc6-aa20-7000-8000-000000000334"
          ],
          "connected_account_id": null,
          "total_leads": null,
          "processed_leads": 0,
          "cancelled_at": null,
          "launch_job_id": null,
          "launch_requested_at": null,
          "launch_error": null,
          "system_prompt": null,
          "unreviewed_launch_policy": "launch_default",
          "paused_reason": null,
          "playground_discovery_dismissed_at": null,
          "approval_mode": "optional",
          "use_lead_timezone": false,
          "can": {
            "launch": {
              "allowed": true,
              "reason": null
            },
            "pause": {
              "allowed": false,
              "reason": "This campaign is a draft; nothing of it is running."
            },
            "resume": {
              "allowed": false,
              "reason": "This campaign is a draft; launch it instead."
            },
            "cancel": {
              "allowed": true,
              "reason": null
            },
            "delete": {
              "allowed": true,
              "reason": null
            },
            "repair": {
              "allowed": false,
              "reason": "This campaign is a draft; there is nothing to repair."
            },
            "edit_content": {
              "allowed": true,
              "reason": null
            },
            "edit_schedule": {
              "allowed": true,
              "reason": null
            },
            "edit_pace": {
              "allowed": true,
              "reason": null
            }
          }
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listConnectedAccounts": {
    "answer": {
      "items": [
        {
          "connected_account_id": "019cadc6-aa20-7000-8000-0000000002fe",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "Ada166",
          "profile_url": null,
          "provider": "manual",
          "daily_caps": {
            "connection_request": 20,
            "message": 50,
            "inmail": 10,
            "profile_view": 80,
            "post_engagement": 30
          },
          "version": 1,
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listDatasetRows": {
    "answer": {
      "items": [
        {
          "lead_id": "019cadc6-9a80-7000-8000-000000000014",
          "row_index": 0,
          "email": "lead0@example.com",
          "data": {
            "email": "lead0@example.com",
            "n": 0
          }
        },
        {
          "lead_id": "019cadc6-9a80-7000-8000-000000000015",
          "row_index": 1,
          "email": "lead1@example.com",
          "data": {
            "email": "lead1@example.com",
            "n": 1
          }
        },
        {
          "lead_id": "019cadc6-9a80-7000-8000-000000000016",
          "row_index": 2,
          "email": "lead2@example.com",
          "data": {
            "email": "lead2@example.com",
            "n": 2
          }
        }
      ],
      "next_cursor": "WzJd",
      "has_more": true
    }
  },
  "listDatasets": {
    "answer": {
      "items": [
        {
          "dataset_id": "019cadc6-9a80-7000-8000-000000000118",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "Autumn",
          "row_count": 1,
          "columns": [
            "email",
            "first_name"
          ],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listGroupCampaigns": {
    "answer": {
      "success": true,
      "data": {
        "items": [
          {
            "id": "019cadca-4400-7000-8000-0000000000f6",
            "name": "Countersigned",
            "description": null,
            "status": "active",
            "selectedLeadCount": 2,
            "includeConversationHistory": false,
            "autoCancelOnMessageReceived": true,
            "outreachLanguage": null,
            "createdAt": "2026-03-02T09:04:00.000Z",
            "updatedAt": "2026-03-02T09:04:00.000Z",
            "startedAt": "2026-03-02T09:04:00.000Z",
            "rateLimitedUntil": null
          }
        ],
        "nextCursor": "WzE3NzI0NDIyNDAwMDAsIjAxOWNhZGNhLTQ0MDAtNzAwMC04MDAwLTAwMDAwMDAwMDBmNiJd",
        "hasMore": true
      },
      "error": null,
      "traceId": "c9a1ca06-7bf2-4e73-8ba7-d04faf552393"
    }
  },
  "listInvitations": {
    "answer": {
      "items": [
        {
          "invitation_id": "019cadc6-9a85-7000-8000-000000000006",
          "email": "grace@example.com",
          "role": "reviewer",
          "invited_by": "019cadc6-9a80-7000-8000-000000000003",
          "is_mailed": false,
          "created_at": "2026-03-02T09:00:00.005Z",
          "expires_at": "2026-03-09T09:00:00.005Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listKeys": {
    "answer": {
      "items": [
        {
          "id": "019cadc6-9a85-7000-8000-000000000115",
          "name": "Reader",
          "key_prefix": "cs_live_0C4eDH90V",
          "permissions": [
            "campaigns:read"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_used_at": null
        },
        {
          "id": "019cadc6-9a85-7000-8000-0000000000ff",
          "name": "Reader",
          "key_prefix": "cs_live_S0pVomEQL",
          "permissions": [
            "campaigns:read"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_used_at": null
        },
        {
          "id": "019cadc6-9a85-7000-8000-0000000000ef",
          "name": "Reader",
          "key_prefix": "cs_live_EkCsqj3ri",
          "permissions": [
            "campaigns:read"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_used_at": null
        },
        {
          "id": "019cadc6-9a80-7000-8000-000000000006",
          "name": "Key 1",
          "key_prefix": "cs_live_000000000",
          "permissions": [
            "campaigns:read",
            "campaigns:write",
            "campaigns:execute",
            "campaigns:delete",
            "content:review"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-02T09:00:00.000Z",
          "last_used_at": "2026-03-02T09:00:00.005Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listLeadEvents": {
    "answer": {
      "items": [
        {
          "event_id": "d6ab1a44-07f6-aa29-9ae7-03e9c5179b43",
          "type": "enrolled",
          "at": "2026-03-02T09:00:04.000Z",
          "step": null,
          "channel": null,
          "actor": "engine",
          "data": {
            "variants": {
              "1": "A"
            },
            "ineligible": null
          }
        },
        {
          "event_id": "019cadc6-9a85-7000-8000-000000000893",
          "type": "drafted",
          "at": "2026-03-02T09:00:04.000Z",
          "step": 1,
          "channel": "email",
          "actor": "engine",
          "data": {
            "draft_id": "019cadc6-9a85-7000-8000-000000000893",
            "variant_label": "A",
            "model": "plain-writer",
            "content_hash": "v1:44ae58adb65d778235eaf782b55fdb5bb846db84a55b9b61cfdd99886f6a294e",
            "error": null
          }
        },
        {
          "event_id": "019cadc6-9a85-7000-8000-000000000898",
          "type": "gate_opened",
          "at": "2026-03-02T09:00:04.000Z",
          "step": 1,
          "channel": "email",
          "actor": "engine",
          "data": {
            "draft_id": "019cadc6-9a85-7000-8000-000000000893",
            "gate_id": "019cadc6-9a85-7000-8000-000000000898",
            "stale_approval_id": null,
            "content_hash": "v1:44ae58adb65d778235eaf782b55fdb5bb846db84a55b9b61cfdd99886f6a294e"
          }
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listMembers": {
    "answer": {
      "items": [
        {
          "member_id": "019cadc6-9a80-7000-8000-000000000003",
          "name": "Ada",
          "email": "ada@example.com",
          "email_proved_at": "2026-03-02T09:00:00.005Z",
          "role": "owner",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-000000000008",
          "name": "grace",
          "email": "grace@example.com",
          "email_proved_at": null,
          "role": "admin",
          "is_you": true,
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "next_cursor": "WzE3NzI0NDIwMDAwMDAsIjAxOWNhZGM2LTlhODAtNzAwMC04MDAwLTAwMDAwMDAwMDAwOCJd",
      "has_more": true
    }
  },
  "listSenderProfiles": {
    "answer": {
      "items": [
        {
          "id": "019cadc6-9a80-7000-8000-000000000290",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me122",
          "sender_data": {},
          "description": null,
          "is_default": true,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listSends": {
    "answer": {
      "items": [
        {
          "send_id": "019cadc6-9a85-7000-8000-000000000c6c",
          "campaign_lead_id": "019cadc6-9a85-7000-8000-000000000c66",
          "step": 1,
          "channel": "email",
          "state": "unknown",
          "due_at": "2026-03-02T09:00:04.000Z",
          "retry_at": null,
          "handed_over_at": "2026-03-02T09:00:04.000Z",
          "on_wire_at": "2026-03-02T09:00:04.000Z",
          "settled_at": "2026-03-02T09:00:04.000Z",
          "alias_id": "019cadc6-aa20-7000-8000-000000000c5e",
          "variant_label": "A",
          "message_id": "<019cadc6-9a85-7000-8000-000000000c6c@example.org>",
          "smtp_response": "the line was lost",
          "reason": "The mail server never said whether it took the message: the line was lost",
          "resolution": null,
          "resolution_note": null,
          "resolved_by": null,
          "attempts": [
            {
              "attempt": 1,
              "state": "unknown",
              "on_wire_at": "2026-03-02T09:00:04.000Z",
              "settled_at": "2026-03-02T09:00:04.000Z",
              "smtp_response": "the line was lost",
              "reason": "The mail server never said whether it took the message: the line was lost"
            }
          ]
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listSessions": {
    "answer": {
      "items": [
        {
          "session_id": "019cadc6-9a85-7000-8000-00000000000f",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "is_current": true,
          "user_agent": null,
          "place": "127.0.0.1",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_seen_at": "2026-03-02T09:00:00.005Z",
          "expires_at": "2026-04-01T09:00:00.005Z"
        },
        {
          "session_id": "019cadc6-9a85-7000-8000-00000000000b",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "is_current": false,
          "user_agent": "lightMyRequest",
          "place": "127.0.0.1",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_seen_at": "2026-03-02T09:00:00.005Z",
          "expires_at": "2026-04-01T09:00:00.005Z"
        },
        {
          "session_id": "019cadc6-9a85-7000-8000-00000000000a",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "is_current": false,
          "user_agent": null,
          "place": "127.0.0.1",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_seen_at": "2026-03-02T09:00:00.005Z",
          "expires_at": "2026-04-01T09:00:00.005Z"
        }
      ]
    }
  },
  "listSuppressions": {
    "answer": {
      "items": [
        {
          "suppression_id": "019cadc6-aa20-7000-8000-00000000032b",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "email": "never172@example.com",
          "domain": null,
          "reason": "asked",
          "note": null,
          "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
          "released_at": null,
          "released_reason": null,
          "released_by": null,
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
        },
        {
          "suppression_id": "019cadc6-aa20-7000-8000-000000000329",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "email": "never171@example.com",
          "domain": null,
          "reason": "asked",
          "note": null,
          "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
          "released_at": null,
          "released_reason": null,
          "released_by": null,
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
        },
        {
          "suppression_id": "019cadc6-aa20-7000-8000-000000000321",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "email": "gone168@example.com",
          "domain": null,
          "reason": "asked",
          "note": null,
          "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
          "released_at": null,
          "released_reason": null,
          "released_by": null,
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
        },
        {
          "suppression_id": "019cadc6-aa20-7000-8000-00000000031e",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "email": "never167@example.com",
          "domain": null,
          "reason": "asked",
          "note": null,
          "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
          "released_at": null,
          "released_reason": null,
          "released_by": null,
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listTemplateVersions": {
    "answer": {
      "items": [
        {
          "template_id": "019cadc6-9a80-7000-8000-000000000286",
          "version": 1,
          "subject": "Hello {{ first_name }}",
          "body": "Hello {{ first_name }}.",
          "body_format": "text",
          "variables": [
            "first_name"
          ],
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listTemplates": {
    "answer": {
      "items": [
        {
          "template_id": "019cadc6-9a80-7000-8000-00000000025c",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "Hello",
          "version": 1,
          "subject": "Hello",
          "body": "Hello.",
          "body_format": "text",
          "variables": [],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "lookAtInvitation": {
    "answer": {
      "email": "nobody@example.com",
      "role": "viewer",
      "account_name": "Elsewhere",
      "is_mailed": false,
      "expires_at": "2026-03-09T09:00:00.005Z"
    }
  },
  "pauseAlias": {
    "answer": {
      "alias_id": "019cadc6-aa20-7000-8000-0000000002da",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "address": "me154@example.org",
      "display_name": "Me",
      "provider": "sandbox",
      "smtp": null,
      "imap": null,
      "version": 1,
      "daily_cap": 50,
      "min_gap_seconds": 0,
      "reply_to": null,
      "signature": null,
      "verified_at": "2026-03-02T09:00:04.000Z",
      "paused_at": "2026-03-02T09:00:04.000Z",
      "paused_reason": "On holiday",
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "pauseCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000450",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-aa20-7000-8000-00000000044a",
      "name": "Spring",
      "type": "email",
      "status": "paused",
      "launch_type": "immediate",
      "daily_limit": 500,
      "sending_window_start": "09:00:00",
      "sending_window_end": "17:00:00",
      "min_interval_seconds": 300,
      "timezone": "UTC",
      "steps_config": [
        {
          "step": 1,
          "delay_days": 0,
          "channel": "email",
          "variants": [
            {
              "label": "A",
              "weight": 100,
              "type": "TEMPLATE",
              "template_id": "019cadc6-aa20-7000-8000-000000000448",
              "sender_profile_id": null
            }
          ],
          "ai_personalization_enabled": true,
          "track_clicks": false,
          "action_type": null,
          "message_template": null,
          "approval_required": null
        }
      ],
      "send_days": [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri"
      ],
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-aa20-7000-8000-00000000044e"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 1,
      "cancelled_at": null,
      "launch_job_id": "019cadc6-9a85-7000-8000-000000000452",
      "launch_requested_at": "2026-03-02T09:00:04.000Z",
      "launch_error": null,
      "system_prompt": null,
      "unreviewed_launch_policy": "launch_default",
      "paused_reason": "paused_by_user",
      "playground_discovery_dismissed_at": null,
      "approval_mode": "optional",
      "use_lead_timezone": false,
      "can": {
        "launch": {
          "allowed": false,
          "reason": "This campaign is paused; resume it instead."
        },
        "pause": {
          "allowed": false,
          "reason": "This campaign is paused already."
        },
        "resume": {
          "allowed": true,
          "reason": null
        },
        "cancel": {
          "allowed": true,
          "reason": null
        },
        "delete": {
          "allowed": false,
          "reason": "Cancel this campaign before you delete it."
        },
        "repair": {
          "allowed": false,
          "reason": "This campaign is paused; its leads go on when it is resumed."
        },
        "edit_content": {
          "allowed": false,
          "reason": "This can be changed before a launch only; duplicate the campaign instead."
        },
        "edit_schedule": {
          "allowed": false,
          "reason": "This campaign is paused; resume it instead of giving it another date."
        },
        "edit_pace": {
          "allowed": true,
          "reason": null
        }
      },
      "in_flight": 0
    }
  },
  "preflightCampaign": {
    "answer": {
      "ready": true,
      "errors": [],
      "warnings": [
        {
          "code": "NO_UNSUBSCRIBE_LINE",
          "message": "The template has no unsubscribe line of its own: the one we suggest stands below it. Choose your own words for it, once for all mail: unsubscribe_line of the account.",
          "count": 1,
          "row_index": null,
          "step": 1,
          "variant_label": "A",
          "field": "template_id",
          "sample_rows": []
        }
      ],
      "summary": {
        "total_rows": 2,
        "launchable_rows": 2,
        "warning_count": 1
      }
    }
  },
  "previewTemplate": {
    "answer": {
      "subject": "Hello",
      "body_text": "Hello .\n\nEngines Ltd 121\n\nIf you would rather not hear from me again, unsubscribe here <http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA>.\n",
      "body_html": "<p>Hello .</p>\n\n<div style=\"font-size:12px;line-height:1.5;color:#666666\">\n<p>Engines Ltd 121</p>\n<p>If you would rather not hear from me again, <a href=\"http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA\" style=\"color:#666666\">unsubscribe here</a>.</p>\n</div>\n",
      "missing": [
        "first_name"
      ],
      "footer": {
        "body_text": "Engines Ltd 121\n\nIf you would rather not hear from me again, unsubscribe here <http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA>.",
        "body_html": "<div style=\"font-size:12px;line-height:1.5;color:#666666\">\n<p>Engines Ltd 121</p>\n<p>If you would rather not hear from me again, <a href=\"http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA\" style=\"color:#666666\">unsubscribe here</a>.</p>\n</div>"
      }
    }
  },
  "proveEmail": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000011",
        "name": "Bob",
        "email": "bob@example.com",
        "email_proved_at": "2026-03-02T09:00:00.005Z"
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000012",
      "account_id": "019cadc6-9a80-7000-8000-00000000000b",
      "role": "reviewer",
      "permissions": [
        "campaigns:read",
        "content:review"
      ],
      "rights": [],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-00000000000b",
          "name": "Elsewhere",
          "role": "reviewer",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "mails_codes": true,
      "csrf_token": "u0ZCw0DOThfKuFj2-g0Zb_dqLBPex6_zcw795lbwXE0"
    }
  },
  "releaseSuppression": {
    "answer": {
      "suppression_id": "019cadc6-aa20-7000-8000-000000000323",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "email": "never169@example.com",
      "domain": null,
      "reason": "asked",
      "note": null,
      "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
      "released_at": "2026-03-02T09:00:04.000Z",
      "released_reason": "asked for it again",
      "released_by": "key:019cadc6-9a80-7000-8000-000000000006",
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "removeMember": {
    "answer": {
      "member_id": "019cadc6-9a80-7000-8000-000000000088",
      "removed": true,
      "keys_left": 0
    }
  },
  "renameAccount": {
    "answer": {
      "account_id": "019cadc6-9a80-7000-8000-000000000002",
      "name": "Lovelace",
      "role": "owner",
      "created_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "resetApprovals": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000b3f",
      "campaign_lead_id": "019cadc6-9a85-7000-8000-000000000b47",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "step_index": 1,
      "approved_steps": [],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:a8c1b50eae31180e655a466e71699e1d9f25c8ece9c9618fa1b7dac74b7e1725",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:762961dda98271d21a35c5e21c7cd6129018517da962a20678f428d10eda367e",
        "approved_at": "2026-03-02T09:00:04.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-000000000290",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
    }
  },
  "resetPassword": {
    "answer": {
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "email": "019cadc6-9a80-7000-8000-000000000005@example.com"
    }
  },
  "resolveSend": {
    "answer": {
      "send_id": "019cadc6-9a85-7000-8000-000000000c6c",
      "resolution": "sent"
    }
  },
  "resumeAlias": {
    "answer": {
      "alias_id": "019cadc6-aa20-7000-8000-0000000002e4",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "address": "me158@example.org",
      "display_name": "Me",
      "provider": "sandbox",
      "smtp": null,
      "imap": null,
      "version": 1,
      "daily_cap": 50,
      "min_gap_seconds": 0,
      "reply_to": null,
      "signature": null,
      "verified_at": "2026-03-02T09:00:04.000Z",
      "paused_at": null,
      "paused_reason": null,
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "resumeCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-0000000004d0",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-aa20-7000-8000-0000000004ca",
      "name": "Spring",
      "type": "email",
      "status": "active",
      "launch_type": "immediate",
      "daily_limit": 500,
      "sending_window_start": "09:00:00",
      "sending_window_end": "17:00:00",
      "min_interval_seconds": 300,
      "timezone": "UTC",
      "steps_config": [
        {
          "step": 1,
          "delay_days": 0,
          "channel": "email",
          "variants": [
            {
              "label": "A",
              "weight": 100,
              "type": "TEMPLATE",
              "template_id": "019cadc6-aa20-7000-8000-0000000004c8",
              "sender_profile_id": null
            }
          ],
          "ai_personalization_enabled": true,
          "track_clicks": false,
          "action_type": null,
          "message_template": null,
          "approval_required": null
        }
      ],
      "send_days": [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri"
      ],
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-aa20-7000-8000-0000000004ce"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 1,
      "cancelled_at": null,
      "launch_job_id": "019cadc6-9a85-7000-8000-0000000004d2",
      "launch_requested_at": "2026-03-02T09:00:04.000Z",
      "launch_error": null,
      "system_prompt": null,
      "unreviewed_launch_policy": "launch_default",
      "paused_reason": null,
      "playground_discovery_dismissed_at": null,
      "approval_mode": "optional",
      "use_lead_timezone": false,
      "can": {
        "launch": {
          "allowed": false,
          "reason": "This campaign is running already."
        },
        "pause": {
          "allowed": true,
          "reason": null
        },
        "resume": {
          "allowed": false,
          "reason": "This campaign is running; it is not paused."
        },
        "cancel": {
          "allowed": true,
          "reason": null
        },
        "delete": {
          "allowed": false,
          "reason": "Cancel this campaign before you delete it."
        },
        "repair": {
          "allowed": false,
          "reason": "This campaign is running; its leads can be tried again as they are."
        },
        "edit_content": {
          "allowed": false,
          "reason": "This can be changed before a launch only; duplicate the campaign instead."
        },
        "edit_schedule": {
          "allowed": false,
          "reason": "This campaign is running; its date is past."
        },
        "edit_pace": {
          "allowed": true,
          "reason": null
        }
      }
    }
  },
  "retryLead": {
    "answer": {
      "campaign_lead_id": "019cadc6-9a85-7000-8000-0000000009b3",
      "lead_id": "019cadc6-aa20-7000-8000-0000000009a8",
      "row_index": 0,
      "email": "lead396@example.com",
      "status": "pending",
      "current_step": 1,
      "pending_approval": false,
      "stop_reason": null,
      "workflow_instance_id": "019cadc6-9a85-7000-8000-0000000009b4",
      "variants": {
        "1": "A"
      },
      "approved_steps": [],
      "next_due_at": "2026-03-02T09:00:04.000Z",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "revokeKey": {
    "answer": {
      "id": "019cadc6-9a85-7000-8000-0000000000f3",
      "revoked": true,
      "is_live_elsewhere": false
    }
  },
  "sendEmailCode": {
    "answer": {
      "email": "bob@example.com",
      "expires_at": "2026-03-02T09:30:00.005Z"
    }
  },
  "setUp": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000005",
        "name": "Ada",
        "email": "ada@example.com",
        "email_proved_at": "2026-03-02T09:00:00.005Z"
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000006",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "role": "owner",
      "permissions": [
        "campaigns:read",
        "campaigns:write",
        "campaigns:execute",
        "campaigns:delete",
        "content:review"
      ],
      "rights": [
        "members:manage",
        "keys:manage",
        "audit:read",
        "account:manage"
      ],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "Lovelace Ltd",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "mails_codes": false,
      "csrf_token": "Lb6mO43Ev6I3Zq9LfmBfrUK8Tq-RGC_fbsXQmkeNq64"
    }
  },
  "signIn": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000008",
        "name": "grace",
        "email": "grace@example.com",
        "email_proved_at": "2026-03-02T09:00:00.005Z"
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000012",
      "account_id": "019cadc6-9a80-7000-8000-00000000000b",
      "role": "admin",
      "permissions": [
        "campaigns:read",
        "campaigns:write",
        "campaigns:execute",
        "campaigns:delete",
        "content:review"
      ],
      "rights": [
        "members:manage",
        "keys:manage",
        "audit:read",
        "account:manage"
      ],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000002",
          "name": "Default",
          "role": "reviewer",
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "account_id": "019cadc6-9a80-7000-8000-00000000000b",
          "name": "Second",
          "role": "admin",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "mails_codes": false,
      "csrf_token": "kYGe7yL7s3JGiJWD_y99MSnV8hH-G6z8v0wTEDcsaiw"
    }
  },
  "signOut": {
    "answer": {
      "session_id": "019cadc6-9a85-7000-8000-000000000004",
      "signed_out": true
    }
  },
  "stopLead": {
    "answer": {
      "campaign_lead_id": "019cadca-4405-7000-8000-0000000000a0",
      "lead_id": "019cadc6-9a80-7000-8000-000000000008",
      "row_index": 0,
      "email": "ada@example.com",
      "status": "stopped",
      "current_step": 1,
      "pending_approval": false,
      "stop_reason": "STOPPED_BY_USER",
      "workflow_instance_id": "019cadca-4405-7000-8000-0000000000a1",
      "variants": {
        "1": "A"
      },
      "approved_steps": [
        1
      ],
      "next_due_at": null,
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "created_at": "2026-03-02T09:04:00.000Z",
      "updated_at": "2026-03-02T09:04:00.000Z",
      "in_flight": 0
    }
  },
  "switchAccount": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000003",
        "name": "Ada",
        "email": "ada@example.com",
        "email_proved_at": "2026-03-02T09:00:00.005Z"
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000004",
      "account_id": "019cadc6-9a80-7000-8000-00000000000b",
      "role": "owner",
      "permissions": [
        "campaigns:read",
        "campaigns:write",
        "campaigns:execute",
        "campaigns:delete",
        "content:review"
      ],
      "rights": [
        "members:manage",
        "keys:manage",
        "audit:read",
        "account:manage"
      ],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000002",
          "name": "Default",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "account_id": "019cadc6-9a80-7000-8000-00000000000b",
          "name": "Second",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "mails_codes": false,
      "csrf_token": "-8a4pDnxBJJJoQv0OffEbiU_6Y2bAbe7_5wBX0Lv6gY"
    }
  },
  "testSend": {
    "answer": {
      "alias_id": "019cadc6-aa20-7000-8000-0000000002f2",
      "to": "me162@example.org",
      "outcome": "accepted",
      "smtp_response": "250 taken",
      "message_id": "<019cadc6-aa20-7000-8000-0000000002f4@example.org>"
    }
  },
  "unapproveStep": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000aa9",
      "campaign_lead_id": "019cadc6-9a85-7000-8000-000000000aaf",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "step_index": 1,
      "approved_steps": [],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:f640f27d4d36e3f159f560f36406a9f979659d11b7064bbb5e6a6b88822d2139",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:762961dda98271d21a35c5e21c7cd6129018517da962a20678f428d10eda367e",
        "approved_at": "2026-03-02T09:00:04.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-000000000290",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
    }
  },
  "updateAccount": {
    "answer": {
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Client9",
      "postal_address": null,
      "footer_text": "Engines Ltd 121",
      "unsubscribe_line": null,
      "default_unsubscribe_line": "If you would rather not hear from me again, {unsubscribe here}.",
      "version": 2,
      "footer": {
        "body_text": "Engines Ltd 121\n\nIf you would rather not hear from me again, unsubscribe here <http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA>.",
        "body_html": "<div style=\"font-size:12px;line-height:1.5;color:#666666\">\n<p>Engines Ltd 121</p>\n<p>If you would rather not hear from me again, <a href=\"http://localhost:4400/u/AV7cY2XXjFHbj_Ee-nOtTTK2gWAgZyPkFj36x4pAAq2jhlLwex8VvE8l3AgK2N51OA\" style=\"color:#666666\">unsubscribe here</a>.</p>\n</div>"
      },
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "updateAlias": {
    "answer": {
      "alias_id": "019cadc6-aa20-7000-8000-0000000002c6",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "address": "me146@example.org",
      "display_name": "Me",
      "provider": "sandbox",
      "smtp": null,
      "imap": null,
      "version": 2,
      "daily_cap": 50,
      "min_gap_seconds": 0,
      "reply_to": null,
      "signature": "Yours, Ada",
      "verified_at": "2026-03-02T09:00:04.000Z",
      "paused_at": null,
      "paused_reason": null,
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "updateCampaign": {
    "answer": {
      "campaign_id": "019cadc6-9a80-7000-8000-00000000000f",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-9a80-7000-8000-000000000009",
      "name": "Summer",
      "type": "email",
      "status": "draft",
      "launch_type": "immediate",
      "daily_limit": 500,
      "sending_window_start": "09:00:00",
      "sending_window_end": "17:00:00",
      "min_interval_seconds": 300,
      "timezone": "UTC",
      "steps_config": [
        {
          "step": 1,
          "delay_days": 0,
          "channel": "email",
          "variants": [
            {
              "label": "A",
              "weight": 100,
              "type": "TEMPLATE",
              "template_id": "019cadc6-9a80-7000-8000-000000000007",
              "sender_profile_id": null
            }
          ],
          "ai_personalization_enabled": true,
          "track_clicks": false,
          "action_type": null,
          "message_template": null,
          "approval_required": null
        }
      ],
      "send_days": [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri"
      ],
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z",
      "description": "For spring",
      "start_date": null,
      "alias_ids": [
        "019cadc6-9a80-7000-8000-00000000000d"
      ],
      "connected_account_id": null,
      "total_leads": null,
      "processed_leads": 0,
      "cancelled_at": null,
      "launch_job_id": null,
      "launch_requested_at": null,
      "launch_error": null,
      "system_prompt": null,
      "unreviewed_launch_policy": "launch_default",
      "paused_reason": null,
      "playground_discovery_dismissed_at": null,
      "approval_mode": "optional",
      "use_lead_timezone": false,
      "can": {
        "launch": {
          "allowed": true,
          "reason": null
        },
        "pause": {
          "allowed": false,
          "reason": "This campaign is a draft; nothing of it is running."
        },
        "resume": {
          "allowed": false,
          "reason": "This campaign is a draft; launch it instead."
        },
        "cancel": {
          "allowed": true,
          "reason": null
        },
        "delete": {
          "allowed": true,
          "reason": null
        },
        "repair": {
          "allowed": false,
          "reason": "This campaign is a draft; there is nothing to repair."
        },
        "edit_content": {
          "allowed": true,
          "reason": null
        },
        "edit_schedule": {
          "allowed": true,
          "reason": null
        },
        "edit_pace": {
          "allowed": true,
          "reason": null
        }
      }
    }
  },
  "updateConnectedAccount": {
    "answer": {
      "connected_account_id": "019cadc6-aa20-7000-8000-00000000030a",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Ada",
      "profile_url": null,
      "provider": "manual",
      "daily_caps": {
        "connection_request": 20,
        "message": 10,
        "inmail": 10,
        "profile_view": 80,
        "post_engagement": 30
      },
      "version": 2,
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z"
    }
  },
  "updateSenderProfile": {
    "answer": {
      "id": "019cadc6-9a80-7000-8000-00000000029c",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "profile_name": "Me128",
      "sender_data": {
        "role": "Engineer"
      },
      "description": null,
      "is_default": false,
      "version": 2,
      "usage_count": 0,
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "updateTemplate": {
    "answer": {
      "template_id": "019cadc6-9a80-7000-8000-00000000001a",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Hello",
      "version": 2,
      "subject": "Hello {{ first_name }}",
      "body": "Hello {{ company }}.",
      "body_format": "text",
      "variables": [
        "first_name",
        "company"
      ],
      "created_at": "2026-03-02T09:00:00.000Z",
      "updated_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "verifyAlias": {
    "answer": {
      "alias_id": "019cadc6-9a80-7000-8000-000000000123",
      "smtp": {
        "ok": false,
        "error": "late"
      },
      "imap": null,
      "verified_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "withdrawInvitation": {
    "answer": {
      "invitation_id": "019cadc6-9a85-7000-8000-0000000000ab",
      "withdrawn": true
    }
  }
};
