ALTER TABLE "emails" DROP CONSTRAINT "emails_enums";--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_enums" CHECK ("emails"."state" in ('due', 'composed', 'accepted', 'unknown', 'failed', 'dropped')
      and "emails"."kind" in ('first', 'reminder', 'disconnected_again', 'reconnected', 'transferred', 'link', 'admin_notice', 'security_notice', 'sign_in', 'weekly_summary', 'expiring')
      and "emails"."delivery" in ('delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed'));