ALTER TABLE "archives" ALTER COLUMN "product_name" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "archives" ALTER COLUMN "product_name" DROP NOT NULL;--> statement-breakpoint
-- The old default was nobody's choice: these archives follow the installation's name from now on.
UPDATE "archives" SET "product_name" = NULL WHERE "product_name" = 'ArchiveSocial';
