/** Made by `npm run messages` of i18n/en/permissions.json. */
export type Permissions = {
  page_list: string;
  page_posts: string;
  page_visitor_posts: string;
  instagram_posts: string;
  instagram_comments: string;
  linkedin_page_list: string;
  linkedin_page_posts: string;
  linkedin_profile_posts: string;
  x_posts: string;
  x_lasting: string;
  youtube_videos: string;
  threads_posts: string;
  threads_replies: string;
};
