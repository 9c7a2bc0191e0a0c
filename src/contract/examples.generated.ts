/** The place where answers stand that were really given: written by `npm run examples`. */
import type { Examples } from './shared/openapi.ts';

export const examples: Examples = {
  "approveContent": {
    "answer": {
      "success": true,
      "data": {
        "action": "approved",
        "workflowInstanceId": "019cadc6-9a85-7000-8000-00000000004e",
        "leadStatus": {
          "leadId": "019cadc6-9a80-7000-8000-000000000008",
          "workflowStatus": "pending",
          "workflowInstanceId": "019cadc6-9a85-7000-8000-00000000004e",
          "latestStep": null,
          "workflowStopReason": null,
          "hasPendingApproval": false
        }
      },
      "error": null,
      "traceId": "a7387e0f-32aa-4c31-9d7f-f106a9b750f1"
    }
  },
  "approveStep": {
    "answer": {
      "campaign_id": "019cadca-4400-7000-8000-0000000000f6",
      "campaign_lead_id": "019cadca-4405-7000-8000-0000000000fd",
      "updated_at": "2026-03-02T09:04:00.000Z",
      "step_index": 1,
      "approved_steps": [
        1
      ],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:83a7b770bb118d5e588f857208e219073f2a3db09a2a469676b61c3b19becf36",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:ef3e0028bc8d588be05aa7f656a29721b95b28882c5364cb1e81dc02158c9c4e",
        "approved_at": "2026-03-02T09:04:00.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-00000000000f",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
    }
  },
  "changePassword": {
    "answer": {
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "ended_sessions": 27
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
      "campaign_id": "019cadc6-aa20-7000-8000-000000000832",
      "account_id": "019cadc6-9a80-7000-8000-000000000007",
      "user_id": "019cadc6-9a80-7000-8000-000000000008",
      "dataset_id": "019cadc6-aa20-7000-8000-00000000082c",
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
              "template_id": "019cadc6-aa20-7000-8000-000000000828",
              "sender_profile_id": "019cadc6-aa20-7000-8000-00000000082a"
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
        "019cadc6-aa20-7000-8000-000000000830"
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
      "dataset_id": "019cadc6-9a80-7000-8000-000000000007",
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
      "suppression_id": "019cadc6-aa20-7000-8000-000000000099",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "email": "never38@example.com",
      "domain": null,
      "reason": "asked",
      "note": null,
      "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
      "created_at": "2026-03-02T09:00:04.000Z",
      "updated_at": "2026-03-02T09:00:04.000Z",
      "stopped_leads": 0,
      "in_flight": 0
    }
  },
  "createTemplate": {
    "answer": {
      "template_id": "019cadc6-9a80-7000-8000-00000000000b",
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
        "workflowInstanceId": "019cadc8-6f45-7000-8000-000000000071",
        "leadStatus": {
          "leadId": "019cadc6-9a80-7000-8000-000000000008",
          "workflowStatus": "stopped",
          "workflowInstanceId": "019cadc8-6f45-7000-8000-000000000071",
          "latestStep": null,
          "workflowStopReason": "CONTENT_DISCARDED",
          "hasPendingApproval": false
        }
      },
      "error": null,
      "traceId": "3ea27295-6d31-4ff8-ba32-7794b4e1b825"
    }
  },
  "endSession": {
    "answer": {
      "ended": true
    }
  },
  "explainLead": {
    "answer": {
      "campaign_lead_id": "019cadca-4405-7000-8000-000000000155",
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
      "alias_id": "019cadc6-9a80-7000-8000-000000000085",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "address": "me29@example.org",
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
      "dataset_id": "019cadc6-9a80-7000-8000-000000000039",
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
        "id": "019cadca-4400-7000-8000-0000000000dc",
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
      "traceId": "93fef36a-4ce5-415d-b722-c3c0d724fd53"
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
      "account_id": "019cadc6-9a80-7000-8000-000000000007",
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
          "account_id": "019cadc6-9a80-7000-8000-000000000007",
          "name": "Client",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "csrf_token": "BCKyq02GcnTSbLSUPTUCWUY7MFHNfULaTCXGo7bi-1w"
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
      "traceId": "338b9461-0e88-43b0-a01e-f51ad7e92d28"
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
  "launchCampaign": {
    "answer": {
      "campaign": {
        "campaign_id": "019cadc6-aa20-7000-8000-000000000832",
        "account_id": "019cadc6-9a80-7000-8000-000000000007",
        "user_id": "019cadc6-9a80-7000-8000-000000000008",
        "dataset_id": "019cadc6-aa20-7000-8000-00000000082c",
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
                "template_id": "019cadc6-aa20-7000-8000-000000000828",
                "sender_profile_id": "019cadc6-aa20-7000-8000-00000000082a"
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
          "019cadc6-aa20-7000-8000-000000000830"
        ],
        "connected_account_id": null,
        "total_leads": null,
        "processed_leads": 0,
        "launch_job_id": "019cadc6-9a85-7000-8000-000000000834",
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
            "id": "019cadc6-9a80-7000-8000-000000000007",
            "name": "Second",
            "createdAt": "2026-03-02T09:00:00.000Z"
          }
        ]
      },
      "error": null,
      "traceId": "f01c0f67-d81f-4f0b-abfc-509cad6c1a76"
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
          "audit_id": "019cadc6-9a85-7000-8000-000000000033",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.switch_account",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-000000000032",
          "request_id": "probe-switchAccount",
          "before_hash": "8491db8ba86ca197cde0d8562519b78c3d1c1385caa78839cacfaec87d3f4cbc",
          "after_hash": "16345414a20305339f277ed4ca0093267124231a65cac8ae753a0a00080e1779",
          "changed": [
            "account_id"
          ]
        },
        {
          "audit_id": "019cadc6-9a85-7000-8000-00000000002f",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "person.change_password",
          "target_kind": "person",
          "target_id": "019cadc6-9a80-7000-8000-000000000005",
          "request_id": "probe-changePassword",
          "before_hash": "fb72db913c4ac1218693901ae36838fbbe4ce0871af07374d29e48b852cfb2bd",
          "after_hash": "fb72db913c4ac1218693901ae36838fbbe4ce0871af07374d29e48b852cfb2bd",
          "changed": [
            "password"
          ]
        },
        {
          "audit_id": "019cadc6-9a85-7000-8000-000000000017",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.end",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-000000000013",
          "request_id": "34e209c8-d6d3-42f7-94eb-8e9874d55ab6",
          "before_hash": "9145cbb9f64ce69bae9784cd2e45b3a165f0e5cea923e32f327c6fe07d9a0c19",
          "after_hash": null,
          "changed": []
        },
        {
          "audit_id": "019cadc6-9a85-7000-8000-000000000012",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.end",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-000000000010",
          "request_id": "probe-endSession",
          "before_hash": "88888b1ce8a9743e38ab11d82e7d51b2823ac24ec943cc87dcced9dc3ba0406d",
          "after_hash": null,
          "changed": []
        },
        {
          "audit_id": "019cadc6-9a85-7000-8000-00000000000e",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.end",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-00000000000d",
          "request_id": "probe-signOut",
          "before_hash": "bb838ba9ebc2cd8b2db19fa373439dc42a1aa4fba20c43dcf941e69fed55a537",
          "after_hash": null,
          "changed": []
        },
        {
          "audit_id": "019cadc6-9a85-7000-8000-00000000000c",
          "at": "2026-03-02T09:00:00.000Z",
          "actor": "019cadc6-9a80-7000-8000-000000000005",
          "actor_name": "Owner",
          "action": "session.begin",
          "target_kind": "session",
          "target_id": "019cadc6-9a85-7000-8000-00000000000b",
          "request_id": "probe-signIn",
          "before_hash": null,
          "after_hash": "977eff6ca139b09db7574b0a15eb197af9fbe718f8936a3c4717c0539ac4f080",
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
          "campaign_lead_id": "019cadc6-9a85-7000-8000-000000000263",
          "lead_id": "019cadc6-aa20-7000-8000-000000000258",
          "row_index": 0,
          "email": "lead108@example.com",
          "status": "pending",
          "current_step": 1,
          "pending_approval": true,
          "stop_reason": null,
          "workflow_instance_id": "019cadc6-9a85-7000-8000-000000000264",
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
          "campaign_lead_id": "019cadc6-9a85-7000-8000-000000000265",
          "lead_id": "019cadc6-aa20-7000-8000-000000000259",
          "row_index": 1,
          "email": "lead109@example.com",
          "status": "pending",
          "current_step": 1,
          "pending_approval": true,
          "stop_reason": null,
          "workflow_instance_id": "019cadc6-9a85-7000-8000-000000000266",
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
          "campaign_id": "019cadc6-9a80-7000-8000-000000000011",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "user_id": "019cadc6-9a80-7000-8000-000000000005",
          "dataset_id": "019cadc6-9a80-7000-8000-000000000007",
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
          "updated_at": "2026-03-02T09:00:00.000Z",
          "description": null,
          "start_date": null,
          "alias_ids": [
            "019cadc6-9a80-7000-8000-00000000000d"
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
          "dataset_id": "019cadc6-9a80-7000-8000-000000000036",
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
            "id": "019cadca-4400-7000-8000-0000000000dc",
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
        "nextCursor": "WzE3NzI0NDIyNDAwMDAsIjAxOWNhZGNhLTQ0MDAtNzAwMC04MDAwLTAwMDAwMDAwMDBkYyJd",
        "hasMore": true
      },
      "error": null,
      "traceId": "27002149-5286-4d4e-8dce-4f3c4c217f40"
    }
  },
  "listSenderProfiles": {
    "answer": {
      "items": [
        {
          "id": "019cadc6-9a80-7000-8000-000000000081",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me27",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-00000000007f",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me26",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-00000000007d",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me25",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-00000000007b",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me24",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-000000000079",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me23",
          "sender_data": {},
          "description": null,
          "is_default": false,
          "version": 1,
          "usage_count": 0,
          "created_at": "2026-03-02T09:00:00.000Z",
          "updated_at": "2026-03-02T09:00:00.000Z"
        },
        {
          "id": "019cadc6-9a80-7000-8000-000000000077",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "profile_name": "Me22",
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
          "send_id": "019cadc6-9a85-7000-8000-000000000612",
          "campaign_lead_id": "019cadc6-9a85-7000-8000-00000000060d",
          "step": 1,
          "channel": "email",
          "state": "unknown",
          "due_at": "2026-03-02T09:00:04.000Z",
          "retry_at": null,
          "handed_over_at": "2026-03-02T09:00:04.000Z",
          "on_wire_at": "2026-03-02T09:00:04.000Z",
          "settled_at": "2026-03-02T09:00:04.000Z",
          "alias_id": "019cadc6-aa20-7000-8000-000000000605",
          "variant_label": "A",
          "message_id": "<019cadc6-9a85-7000-8000-000000000612@example.org>",
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
          "session_id": "019cadc6-9a85-7000-8000-00000000081e",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "is_current": true,
          "user_agent": null,
          "place": "127.0.0.1",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_seen_at": "2026-03-02T09:00:00.005Z",
          "expires_at": "2026-04-01T09:00:00.005Z"
        },
        {
          "session_id": "019cadc6-9a85-7000-8000-000000000035",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "is_current": false,
          "user_agent": null,
          "place": "127.0.0.1",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_seen_at": "2026-03-02T09:00:00.005Z",
          "expires_at": "2026-04-01T09:00:00.005Z"
        },
        {
          "session_id": "019cadc6-9a85-7000-8000-000000000032",
          "account_id": "019cadc6-9a80-7000-8000-000000000030",
          "is_current": false,
          "user_agent": null,
          "place": "127.0.0.1",
          "created_at": "2026-03-02T09:00:00.005Z",
          "last_seen_at": "2026-03-02T09:00:00.005Z",
          "expires_at": "2026-04-01T09:00:00.005Z"
        },
        {
          "session_id": "019cadc6-9a85-7000-8000-00000000002e",
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
          "suppression_id": "019cadc6-aa20-7000-8000-000000000099",
          "account_id": "019cadc6-9a80-7000-8000-000000000004",
          "email": "never38@example.com",
          "domain": null,
          "reason": "asked",
          "note": null,
          "created_by": "key:019cadc6-9a80-7000-8000-000000000006",
          "created_at": "2026-03-02T09:00:04.000Z",
          "updated_at": "2026-03-02T09:00:04.000Z"
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
          "template_id": "019cadc6-9a80-7000-8000-000000000061",
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
  "pauseCampaign": {
    "answer": {
      "campaign_id": "019cadc6-9a80-7000-8000-000000000011",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-9a80-7000-8000-000000000007",
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
      "updated_at": "2026-03-02T09:00:00.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-9a80-7000-8000-00000000000d"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 1,
      "launch_job_id": "019cadc6-9a85-7000-8000-000000000026",
      "launch_requested_at": "2026-03-02T09:00:00.000Z",
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
  "resetApprovals": {
    "answer": {
      "campaign_id": "019cadca-4400-7000-8000-000000000115",
      "campaign_lead_id": "019cadca-4405-7000-8000-00000000011c",
      "updated_at": "2026-03-02T09:04:00.000Z",
      "step_index": 1,
      "approved_steps": [],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:83a7b770bb118d5e588f857208e219073f2a3db09a2a469676b61c3b19becf36",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:ef3e0028bc8d588be05aa7f656a29721b95b28882c5364cb1e81dc02158c9c4e",
        "approved_at": "2026-03-02T09:04:00.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-00000000000f",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
    }
  },
  "resolveSend": {
    "answer": {
      "send_id": "019cadc6-9a85-7000-8000-000000000612",
      "resolution": "sent"
    }
  },
  "resumeCampaign": {
    "answer": {
      "campaign_id": "019cadc6-9a80-7000-8000-000000000011",
      "account_id": "019cadc6-9a80-7000-8000-000000000004",
      "user_id": "019cadc6-9a80-7000-8000-000000000005",
      "dataset_id": "019cadc6-9a80-7000-8000-000000000007",
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
      "updated_at": "2026-03-02T09:10:00.000Z",
      "description": null,
      "start_date": null,
      "alias_ids": [
        "019cadc6-9a80-7000-8000-00000000000d"
      ],
      "connected_account_id": null,
      "total_leads": 2,
      "processed_leads": 1,
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
      "csrf_token": "_zaeHrfg3oMe_Vj8ghvp3oTM5HUcMN_0OTec2KY67lo"
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
      "csrf_token": "oiszEKIkg6fp82p886xm_7dWT-oKELPW3dHmnATbl7w"
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
      "campaign_lead_id": "019cadca-4405-7000-8000-00000000008f",
      "lead_id": "019cadc6-9a80-7000-8000-000000000008",
      "row_index": 0,
      "email": "ada@example.com",
      "status": "stopped",
      "current_step": 1,
      "pending_approval": false,
      "stop_reason": "STOPPED_BY_USER",
      "workflow_instance_id": "019cadca-4405-7000-8000-000000000090",
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
      "account_id": "019cadc6-9a80-7000-8000-00000000000d",
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
          "account_id": "019cadc6-9a80-7000-8000-00000000000d",
          "name": "Second",
          "role": "owner",
          "created_at": "2026-03-02T09:00:00.000Z"
        }
      ],
      "csrf_token": "DXMtJUNtrq22xceouM3yOQ31usmbwLIxbHJiu57_nks"
    }
  },
  "unapproveStep": {
    "answer": {
      "campaign_id": "019cadca-4400-7000-8000-0000000000f6",
      "campaign_lead_id": "019cadca-4405-7000-8000-0000000000fd",
      "updated_at": "2026-03-02T09:04:00.000Z",
      "step_index": 1,
      "approved_steps": [],
      "approved_entry": {
        "subject": "Hello",
        "body": "Hello.",
        "prompt_snapshot": "Write a short, plain first-person e-mail to the person described by the data below. Use only facts found in the data. Make one clear point and ask one question. No flattery, no invented numbers, no attachments, no links, at most 120 words.",
        "prompt_version_hash": "v1:9b7b3cb160e7374a9358057ba9e93aac0c138a133ec908d0cd92958d8fce865a",
        "lead_identity_fingerprint": "v1:83a7b770bb118d5e588f857208e219073f2a3db09a2a469676b61c3b19becf36",
        "step_index": 1,
        "variant_label": "A",
        "step_config_fingerprint": "v1:ef3e0028bc8d588be05aa7f656a29721b95b28882c5364cb1e81dc02158c9c4e",
        "approved_at": "2026-03-02T09:04:00.000Z",
        "approved_by": "key:019cadc6-9a80-7000-8000-000000000006",
        "research_cache_fingerprint": null,
        "sender_profile_id": "019cadc6-9a80-7000-8000-00000000000f",
        "template_id": null,
        "model": null,
        "generation_latency_ms": null
      }
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
      "alias_id": "019cadc6-9a80-7000-8000-00000000000d",
      "smtp": {
        "ok": true,
        "error": null
      },
      "imap": null,
      "verified_at": "2026-03-02T09:00:00.000Z"
    }
  }
};
