/** The place where answers stand that were really given: written by `npm run examples`. */
import type { Examples } from './shared/openapi.ts';

export const examples: Examples = {
  "acceptInvitation": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000008",
        "name": "grace",
        "email": "grace@example.com"
      },
      "session_id": "019cadc7-84e5-7000-8000-000000000012",
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
      "csrf_token": "mBglCSqartQKiO5fDz4BTCJ3SeJ4D1WHTgethJ5rfoM"
    }
  },
  "approveContent": {
    "answer": {
      "success": true,
      "data": {
        "action": "approved",
        "workflowInstanceId": "019ce146-3285-7000-8000-000000000770",
        "leadStatus": {
          "leadId": "019cadc6-a250-7000-8000-000000000764",
          "workflowStatus": "pending",
          "workflowInstanceId": "019ce146-3285-7000-8000-000000000770",
          "latestStep": null,
          "workflowStopReason": null,
          "hasPendingApproval": false
        }
      },
      "error": null,
      "traceId": "4adb7354-731b-4e12-abb3-ca3aeb1c3c08"
    }
  },
  "approveStep": {
    "answer": {
      "campaign_id": "019cadc6-a250-7000-8000-0000000005ff",
      "campaign_lead_id": "019ce146-3285-7000-8000-000000000605",
      "updated_at": "2026-03-02T09:00:02.000Z",
      "step_index": 1,
      "approved_steps": [
        1
      ],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:bbaa6067e94d7bbd68601c6adf5002812056e1edf90e81300cc1734ddd42b0eb",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:24008f00457b2287d67e63fb253e2460e8c447cabc28b4b35dc8d543815fdc43",
        "approved_at": "2026-03-02T09:00:02.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": "v1:9754b3c536d50dad455312453d956104c7d5edd6af24f53cd7c6cc65660ba18a",
        "sender_profile_id": "019cadc6-9a80-7000-8000-0000000003c0",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
    }
  },
  "changeMember": {
    "answer": {
      "member_id": "019cadc6-9a80-7000-8000-000000000008",
      "name": "grace",
      "email": "grace@example.com",
      "role": "viewer",
      "is_you": false,
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
      "account_id": "019cadc6-9a80-7000-8000-000000000251",
      "name": "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
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
      "campaign_id": "019cadc6-aa20-7000-8000-000000000a00",
      "account_id": "019cadc6-9a80-7000-8000-000000000007",
      "user_id": "019cadc6-9a80-7000-8000-000000000008",
      "dataset_id": "019cadc6-aa20-7000-8000-0000000009fa",
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
              "template_id": "019cadc6-aa20-7000-8000-0000000009f6",
              "sender_profile_id": "019cadc6-aa20-7000-8000-0000000009f8"
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
        "019cadc6-aa20-7000-8000-0000000009fe"
      ],
      "connected_account_id": null,
      "total_leads": null,
      "processed_leads": 0,
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
        "edit_content": {
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
  "createDataset": {
    "answer": {
      "dataset_id": "019cadc6-9a80-7000-8000-000000000371",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "@example.com{{ first_name }}",
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
      "invitation_id": "019ce146-3285-7000-8000-0000000001f0",
      "email": "grace9@example.com",
      "role": "reviewer",
      "invited_by": "019cadc6-9a80-7000-8000-000000000005",
      "created_at": "2026-03-12T09:00:00.005Z",
      "expires_at": "2026-03-19T09:00:00.005Z",
      "token": "KaIvK0W0cP2-HpAUYwFEKCjB8fd27jZiRCGxW0Wnx8E",
      "link": "/invitation#KaIvK0W0cP2-HpAUYwFEKCjB8fd27jZiRCGxW0Wnx8E"
    }
  },
  "createKey": {
    "answer": {
      "id": "019cadc6-9a85-7000-8000-000000000009",
      "name": "Reader",
      "key_prefix": "cs_live_t8ZI_QCRz",
      "permissions": [
        "campaigns:read"
      ],
      "account_ids": [
        "019cadc6-9a80-7000-8000-000000000002",
        "019cadc6-9a80-7000-8000-000000000006"
      ],
      "created_by": "019cadc6-9a80-7000-8000-000000000003",
      "created_at": "2026-03-02T09:00:00.005Z",
      "key": "cs_live_t8ZI_QCRzCnNM77X86VCDGw_WHsrw_jeqi8DHhcZFyg"
    }
  },
  "createSenderProfile": {
    "answer": {
      "id": "019cadc6-9a80-7000-8000-0000000003bc",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "profile_name": "Me25",
      "sender_data": {
        "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn": 1
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
      "suppression_id": "019cadc6-a250-7000-8000-0000000003d4",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "email": "never35@example.com",
      "domain": null,
      "reason": "asked",
      "note": "<b>",
      "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
      "created_at": "2026-03-02T09:00:02.000Z",
      "updated_at": "2026-03-02T09:00:02.000Z",
      "stopped_leads": 0,
      "in_flight": 0
    }
  },
  "createTemplate": {
    "answer": {
      "template_id": "019cadc6-9a80-7000-8000-00000000000e",
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
  "discardContent": {
    "answer": {
      "success": true,
      "data": {
        "action": "discarded",
        "workflowInstanceId": "019ce146-3285-7000-8000-0000000007b3",
        "leadStatus": {
          "leadId": "019cadc6-a250-7000-8000-0000000007a4",
          "workflowStatus": "stopped",
          "workflowInstanceId": "019ce146-3285-7000-8000-0000000007b3",
          "latestStep": null,
          "workflowStopReason": "CONTENT_DISCARDED",
          "hasPendingApproval": false
        }
      },
      "error": null,
      "traceId": "c744e8de-9c69-4264-8b1a-390172b4e502"
    }
  },
  "endSession": {
    "answer": {
      "ended": true
    }
  },
  "explainLead": {
    "answer": {
      "campaign_lead_id": "019cadca-4405-7000-8000-000000000152",
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
  "getAlias": {
    "answer": {
      "alias_id": "019cadc6-9a80-7000-8000-00000000014a",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "address": "me40@example.org",
      "display_name": "Me",
      "provider": "sandbox",
      "smtp": null,
      "imap": null,
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
        "edit_content": {
          "allowed": false,
          "reason": "A campaign that is completed does not allow this."
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
      "campaign_lead_id": "019cadc6-9a85-7000-8000-00000000004d",
      "lead_id": "019cadc6-9a80-7000-8000-000000000008",
      "row_index": 0,
      "email": "ada@example.com",
      "status": "pending",
      "current_step": 1,
      "pending_approval": false,
      "stop_reason": null,
      "workflow_instance_id": "019cadc6-9a85-7000-8000-00000000004e",
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
  "getDataset": {
    "answer": {
      "dataset_id": "019cadc6-9a80-7000-8000-0000000000fe",
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
        "id": "019cadca-4400-7000-8000-0000000000d9",
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
      "traceId": "3e0fdf24-0793-4f87-b9e8-8aefa88d3b66"
    }
  },
  "getIdentity": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000003",
        "name": "Ada",
        "email": "ada@example.com"
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
      "csrf_token": "09u5Um2Xe-bxmW__Z06w3RCmbfG4F7wBlyW2ID3Ybjw"
    }
  },
  "getLeadStatuses": {
    "answer": {
      "success": true,
      "data": {
        "items": [
          {
            "leadId": "019cadc6-a250-7000-8000-000000000729",
            "workflowStatus": "pending",
            "workflowInstanceId": "019ce146-3285-7000-8000-000000000736",
            "latestStep": "step-1",
            "workflowStopReason": null,
            "hasPendingApproval": true
          },
          {
            "leadId": "{}",
            "workflowStatus": "not_in_campaign",
            "workflowInstanceId": null,
            "latestStep": null,
            "workflowStopReason": null,
            "hasPendingApproval": false
          },
          {
            "leadId": "[\"\"",
            "workflowStatus": "not_in_campaign",
            "workflowInstanceId": null,
            "latestStep": null,
            "workflowStopReason": null,
            "hasPendingApproval": false
          },
          {
            "leadId": "\"\"",
            "workflowStatus": "not_in_campaign",
            "workflowInstanceId": null,
            "latestStep": null,
            "workflowStopReason": null,
            "hasPendingApproval": false
          },
          {
            "leadId": "\"\"]",
            "workflowStatus": "not_in_campaign",
            "workflowInstanceId": null,
            "latestStep": null,
            "workflowStopReason": null,
            "hasPendingApproval": false
          },
          {
            "leadId": "[]",
            "workflowStatus": "not_in_campaign",
            "workflowInstanceId": null,
            "latestStep": null,
            "workflowStopReason": null,
            "hasPendingApproval": false
          }
        ]
      },
      "error": null,
      "traceId": "1fcf602f-644e-44bd-bb13-171269c27011"
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
  "joinAccount": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000005",
        "name": "Owner",
        "email": "019cadc6-9a80-7000-8000-000000000005@example.com"
      },
      "session_id": "019cadc6-9a85-7000-8000-000000000047",
      "account_id": "019cadc6-9a80-7000-8000-000000000041",
      "role": "viewer",
      "permissions": [
        "campaigns:read"
      ],
      "rights": [],
      "accounts": [
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "Owner",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000033",
          "name": "Next",
          "role": "viewer",
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "account_id": "019cadc6-9a80-7000-8000-000000000041",
          "name": "Elsewhere",
          "role": "viewer",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "csrf_token": "8iopDy0_7h2ktpy1WLcplfcKExEBOtkyBGn4VFN7T78"
    }
  },
  "launchCampaign": {
    "answer": {
      "campaign": {
        "campaign_id": "019cadc6-aa20-7000-8000-000000000a00",
        "account_id": "019cadc6-9a80-7000-8000-000000000007",
        "user_id": "019cadc6-9a80-7000-8000-000000000008",
        "dataset_id": "019cadc6-aa20-7000-8000-0000000009fa",
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
                "template_id": "019cadc6-aa20-7000-8000-0000000009f6",
                "sender_profile_id": "019cadc6-aa20-7000-8000-0000000009f8"
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
          "019cadc6-aa20-7000-8000-0000000009fe"
        ],
        "connected_account_id": null,
        "total_leads": null,
        "processed_leads": 0,
        "launch_job_id": "019cadc6-9a85-7000-8000-000000000a02",
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
          "edit_content": {
            "allowed": false,
            "reason": "A campaign that is launching does not allow this."
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
        "warning_count": 0
      },
      "warnings": []
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
      "traceId": "3b7c9e71-a996-4053-b4cb-b1c620744007"
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
          "audit_id": "019cadc6-9a85-7000-8000-00000000011c",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.end",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-00000000011b",
          "request_id": "a7f3243d-a3a2-4acd-b5f3-cb640767ceb2",
          "before_hash": "e3147d313700454e27d7e455a0fd7fd5ef94efe79319de3674f6d98ab2f7ad38",
          "after_hash": null,
          "changed": []
        },
        {
          "audit_id": "019cadc6-9a85-7000-8000-00000000011a",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.end",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-000000000119",
          "request_id": "probe-7",
          "before_hash": "85839ed0cff41d68ec11abb708b23fd07eca32806b69b904d7cb35027f683855",
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
          "campaign_lead_id": "019cadc6-9a85-7000-8000-0000000003a0",
          "lead_id": "019cadc6-aa20-7000-8000-000000000395",
          "row_index": 0,
          "email": "lead134@example.com",
          "status": "pending",
          "current_step": 1,
          "pending_approval": true,
          "stop_reason": null,
          "workflow_instance_id": "019cadc6-9a85-7000-8000-0000000003a1",
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
          "campaign_lead_id": "019cadc6-9a85-7000-8000-0000000003a2",
          "lead_id": "019cadc6-aa20-7000-8000-000000000396",
          "row_index": 1,
          "email": "lead135@example.com",
          "status": "pending",
          "current_step": 1,
          "pending_approval": true,
          "stop_reason": null,
          "workflow_instance_id": "019cadc6-9a85-7000-8000-0000000003a3",
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
          "campaign_id": "019cadc6-aa20-7000-8000-000000000168",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "user_id": "019cadc6-9a80-7000-8000-000000000005",
          "dataset_id": "019cadc6-aa20-7000-8000-000000000162",
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
                  "template_id": "019cadc6-aa20-7000-8000-000000000160",
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
            "019cadc6-aa20-7000-8000-000000000166"
          ],
          "connected_account_id": null,
          "total_leads": null,
          "processed_leads": 0,
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
            "edit_content": {
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
  "listDatasetRows": {
    "answer": {
      "items": [
        {
          "lead_id": "019cadc6-9a80-7000-8000-000000000014",
          "row_index": 0,
          "email": "lead0@example.com",
          "data": {
            "n": 0,
            "email": "lead0@example.com"
          }
        },
        {
          "lead_id": "019cadc6-9a80-7000-8000-000000000015",
          "row_index": 1,
          "email": "lead1@example.com",
          "data": {
            "n": 1,
            "email": "lead1@example.com"
          }
        },
        {
          "lead_id": "019cadc6-9a80-7000-8000-000000000016",
          "row_index": 2,
          "email": "lead2@example.com",
          "data": {
            "n": 2,
            "email": "lead2@example.com"
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
          "dataset_id": "019cadc6-9a80-7000-8000-000000000385",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "Autumn",
          "row_count": 0,
          "columns": [],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-000000000381",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "xx",
          "row_count": 2,
          "columns": [
            "y!^*[+D",
            "$ref"
          ],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-00000000037e",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "𜿪򡌧󢂼󮢪𕵱񾴸",
          "row_count": 1,
          "columns": [
            "email",
            "first_name"
          ],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-00000000037c",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "x",
          "row_count": 0,
          "columns": [],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-000000000379",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "[object Object]",
          "row_count": 1,
          "columns": [],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-000000000376",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "x",
          "row_count": 1,
          "columns": [
            "email",
            "first_name"
          ],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-000000000374",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "A",
          "row_count": 0,
          "columns": [],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-000000000371",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "name": "@example.com{{ first_name }}",
          "row_count": 1,
          "columns": [
            "email",
            "first_name"
          ],
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "dataset_id": "019cadc6-9a80-7000-8000-00000000000a",
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
            "id": "019cadca-4400-7000-8000-0000000000d9",
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
        "nextCursor": "WzE3NzI0NDIyNDAwMDAsIjAxOWNhZGNhLTQ0MDAtNzAwMC04MDAwLTAwMDAwMDAwMDBkOSJd",
        "hasMore": true
      },
      "error": null,
      "traceId": "d870c813-49ac-47dc-91f8-201d572914e9"
    }
  },
  "listInvitations": {
    "answer": {
      "items": [
        {
          "invitation_id": "019ce146-3285-7000-8000-0000000001f0",
          "email": "grace9@example.com",
          "role": "reviewer",
          "invited_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-12T09:00:00.005Z",
          "expires_at": "2026-03-19T09:00:00.005Z"
        },
        {
          "invitation_id": "019cd8b0-ee85-7000-8000-00000000010c",
          "email": "grace6@example.com",
          "role": "viewer",
          "invited_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-10T17:00:00.005Z",
          "expires_at": "2026-03-17T17:00:00.005Z"
        },
        {
          "invitation_id": "019cd01b-aa85-7000-8000-000000000109",
          "email": "grace5@example.com",
          "role": "viewer",
          "invited_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-09T01:00:00.005Z",
          "expires_at": "2026-03-16T01:00:00.005Z"
        },
        {
          "invitation_id": "019cd01b-aa85-7000-8000-000000000106",
          "email": "grace4@example.com",
          "role": "viewer",
          "invited_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-09T01:00:00.005Z",
          "expires_at": "2026-03-16T01:00:00.005Z"
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
          "id": "019ce146-3285-7000-8000-0000000002ea",
          "name": "UTC<b>",
          "key_prefix": "cs_live_SAL90PapP",
          "permissions": [
            "campaigns:read"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-12T09:00:00.005Z",
          "last_used_at": null
        },
        {
          "id": "019ce146-3285-7000-8000-0000000002df",
          "name": "Reader",
          "key_prefix": "cs_live_MU7MTGzGi",
          "permissions": [
            "campaigns:read"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-12T09:00:00.005Z",
          "last_used_at": null
        },
        {
          "id": "019ce146-3285-7000-8000-0000000002d3",
          "name": "[object Object]",
          "key_prefix": "cs_live__Ay8tQmr5",
          "permissions": [
            "content:review",
            "campaigns:write"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-12T09:00:00.005Z",
          "last_used_at": null
        },
        {
          "id": "019ce146-3285-7000-8000-0000000002ca",
          "name": "İa",
          "key_prefix": "cs_live_uXZQVLlyb",
          "permissions": [
            "campaigns:read"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-12T09:00:00.005Z",
          "last_used_at": null
        },
        {
          "id": "019ce146-3285-7000-8000-0000000002c1",
          "name": "Reader",
          "key_prefix": "cs_live_z73I0IeDT",
          "permissions": [
            "campaigns:read"
          ],
          "account_ids": [
            "019cadc6-9a80-7000-8000-000000000004"
          ],
          "created_by": "019cadc6-9a80-7000-8000-000000000005",
          "created_at": "2026-03-12T09:00:00.005Z",
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
          "last_used_at": "2026-03-12T09:00:00.005Z"
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
          "event_id": "a2f0939a-2071-46f3-ae24-dfd3188eda31",
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
          "event_id": "019cadc6-9a85-7000-8000-0000000004c7",
          "type": "drafted",
          "at": "2026-03-02T09:00:04.000Z",
          "step": 1,
          "channel": "email",
          "actor": "engine",
          "data": {
            "error": null,
            "model": "plain-writer",
            "draft_id": "019cadc6-9a85-7000-8000-0000000004c7",
            "content_hash": "v1:44ae58adb65d778235eaf782b55fdb5bb846db84a55b9b61cfdd99886f6a294e",
            "variant_label": "A"
          }
        },
        {
          "event_id": "019cadc6-9a85-7000-8000-0000000004cc",
          "type": "gate_opened",
          "at": "2026-03-02T09:00:04.000Z",
          "step": 1,
          "channel": "email",
          "actor": "engine",
          "data": {
            "gate_id": "019cadc6-9a85-7000-8000-0000000004cc",
            "draft_id": "019cadc6-9a85-7000-8000-0000000004c7",
            "content_hash": "v1:44ae58adb65d778235eaf782b55fdb5bb846db84a55b9b61cfdd99886f6a294e",
            "stale_approval_id": null
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
          "member_id": "019cadc6-9a80-7000-8000-000000000005",
          "name": "Owner",
          "email": "019cadc6-9a80-7000-8000-000000000005@example.com",
          "role": "owner",
          "is_you": true,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-00000000003e",
          "name": "Grace",
          "email": "grace2@example.com",
          "role": "viewer",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-00000000004c",
          "name": "Member",
          "email": null,
          "role": "reviewer",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-00000000004f",
          "name": "Member",
          "email": null,
          "role": "reviewer",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-000000000054",
          "name": "Member",
          "email": null,
          "role": "viewer",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-000000000068",
          "name": "Member",
          "email": null,
          "role": "viewer",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-000000000072",
          "name": "Member",
          "email": null,
          "role": "viewer",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "member_id": "019cadc6-9a80-7000-8000-000000000086",
          "name": "Member",
          "email": null,
          "role": "viewer",
          "is_you": false,
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "next_cursor": null,
      "has_more": false
    }
  },
  "listSenderProfiles": {
    "answer": {
      "items": [
        {
          "id": "019cadc6-9a80-7000-8000-0000000003c0",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me25",
          "sender_data": {},
          "description": null,
          "is_default": true,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-0000000003be",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "𜿪򡌧󢂼󮢪𕵱񾴸",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-0000000003bc",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me25",
          "sender_data": {
            "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn": 1
          },
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-0000000003ba",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "x",
          "sender_data": {},
          "description": "򈯈\f􏿫􏿾󷷿򷠣\u0001􇙑􏿺䘸",
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-0000000003b8",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "[object Object]",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-0000000003b6",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": " ",
          "sender_data": {},
          "description": "󶐇񰕣𳴐𷎡𫧰󹤰񒮨󅉑",
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-0000000003b4",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "A",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-0000000003b2",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "@example.com{{ first_name }}",
          "sender_data": {},
          "description": null,
          "is_default": false,
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
          "send_id": "019cadc6-9a85-7000-8000-0000000007e0",
          "campaign_lead_id": "019cadc6-9a85-7000-8000-0000000007db",
          "step": 1,
          "channel": "email",
          "state": "unknown",
          "due_at": "2026-03-02T09:00:04.000Z",
          "retry_at": null,
          "handed_over_at": "2026-03-02T09:00:04.000Z",
          "on_wire_at": "2026-03-02T09:00:04.000Z",
          "settled_at": "2026-03-02T09:00:04.000Z",
          "alias_id": "019cadc6-aa20-7000-8000-0000000007d3",
          "variant_label": "A",
          "message_id": "<019cadc6-9a85-7000-8000-0000000007e0@example.org>",
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
          "suppression_id": "019cadc6-a250-7000-8000-0000000003d4",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "email": "never35@example.com",
          "domain": null,
          "reason": "asked",
          "note": "<b>",
          "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
          "created_at": "2026-03-02T09:00:02.000Z",
          "updated_at": "2026-03-02T09:00:02.000Z"
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
          "template_id": "019cadc6-9a80-7000-8000-000000000126",
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
      "email": "grace@example.com",
      "role": "reviewer",
      "account_name": "Default",
      "is_known": false,
      "expires_at": "2026-03-09T09:00:00.005Z"
    }
  },
  "pauseCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-0000000001d0",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-aa20-7000-8000-0000000001ca",
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
              "template_id": "019cadc6-aa20-7000-8000-0000000001c8",
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
        "019cadc6-aa20-7000-8000-0000000001ce"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 1,
      "launch_job_id": "019cadc6-9a85-7000-8000-0000000001d2",
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
        "edit_content": {
          "allowed": false,
          "reason": "A campaign that is paused does not allow this."
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
          "message": "The template shows its reader no way to unsubscribe; add a line that does.",
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
  "removeMember": {
    "answer": {
      "member_id": "019cadc6-9a80-7000-8000-0000000001a1",
      "removed": true,
      "keys_left": 0
    }
  },
  "renameAccount": {
    "answer": {
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
      "role": "owner",
      "created_at": "2026-03-02T09:00:00.000Z"
    }
  },
  "resetApprovals": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-0000000006cf",
      "campaign_lead_id": "019cadc6-9a85-7000-8000-0000000006d7",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "step_index": 1,
      "approved_steps": [],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:dfe57006487362a8b13b5593cadb2be0eb3ffc558e46fe7dd6b01dc011617522",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:591a3c3c71d97e03663b94256f59437db49fe365f0174515fe1f06057cb6e2f3",
        "approved_at": "2026-03-02T09:00:04.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-00000000013c",
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
      "send_id": "019ce146-3285-7000-8000-0000000006f1",
      "resolution": "not_sent"
    }
  },
  "resumeCampaign": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000242",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-aa20-7000-8000-00000000023c",
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
              "template_id": "019cadc6-aa20-7000-8000-00000000023a",
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
        "019cadc6-aa20-7000-8000-000000000240"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 1,
      "launch_job_id": "019cadc6-9a85-7000-8000-000000000244",
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
        "edit_content": {
          "allowed": false,
          "reason": "A campaign that is active does not allow this."
        },
        "edit_pace": {
          "allowed": true,
          "reason": null
        }
      }
    }
  },
  "revokeKey": {
    "answer": {
      "id": "019cadc6-9a85-7000-8000-0000000000d5",
      "revoked": true,
      "is_live_elsewhere": false
    }
  },
  "setUp": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000005",
        "name": "Ada",
        "email": "ada@example.com"
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
      "csrf_token": "H1jLXyTGFZtYywdV9kdo4n2d9xphT29B3JRcwf19G54"
    }
  },
  "signIn": {
    "answer": {
      "kind": "session",
      "user": {
        "user_id": "019cadc6-9a80-7000-8000-000000000005",
        "name": "Owner",
        "email": "019cadc6-9a80-7000-8000-000000000005@example.com"
      },
      "session_id": "019cadc6-9a85-7000-8000-00000000000b",
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
          "name": "Owner",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "csrf_token": "NmppX6-fhSS2wJxuk6s3MKfGhGMRU1_CiaxYWS638d0"
    }
  },
  "signOut": {
    "answer": {
      "session_id": "019cbef1-2285-7000-8000-00000000001e",
      "signed_out": true
    }
  },
  "stopLead": {
    "answer": {
      "campaign_lead_id": "019cadca-4405-7000-8000-0000000000a9",
      "lead_id": "019cadc6-9a80-7000-8000-000000000008",
      "row_index": 0,
      "email": "ada@example.com",
      "status": "stopped",
      "current_step": 1,
      "pending_approval": false,
      "stop_reason": "STOPPED_BY_USER",
      "workflow_instance_id": "019cadca-4405-7000-8000-0000000000aa",
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
        "email": "ada@example.com"
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
      "csrf_token": "UM9yNlHjiktf39L2DNUmCa7lQVOQdNpJAZ9qFNX0dYU"
    }
  },
  "unapproveStep": {
    "answer": {
      "campaign_id": "019cadc6-aa20-7000-8000-000000000645",
      "campaign_lead_id": "019cadc6-9a85-7000-8000-00000000064b",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "step_index": 1,
      "approved_steps": [],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:e4d0a90ad0f3f2e52b1518f86034f281f2fa91a156048df55dbebb82bcb881bb",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:591a3c3c71d97e03663b94256f59437db49fe365f0174515fe1f06057cb6e2f3",
        "approved_at": "2026-03-02T09:00:04.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-00000000013c",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
    }
  },
  "updateTemplate": {
    "answer": {
      "template_id": "019cadc6-9a80-7000-8000-0000000003a9",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "name": "Hello",
      "version": 3,
      "subject": "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
      "body": "Goodbye.",
      "body_format": "text",
      "variables": [],
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
      "invitation_id": "019cadc6-9a85-7000-8000-00000000008d",
      "withdrawn": true
    }
  }
};
