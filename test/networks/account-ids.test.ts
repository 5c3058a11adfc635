/** Each network's ids are told apart from everything else that people paste, without asking the network. */
import { describe, expect, test } from '@jest/globals';
import { NETWORK_NAMES, PARENT_PROFILE_NETWORKS, type NetworkName } from '../../domain/networks.js';
import { ACCOUNT_IDS, otherNetworkOf, PROFILE_IDS, readId } from '../../networks/account-ids.js';

const read = (network: NetworkName, text: string) => readId(ACCOUNT_IDS[network], text);

test('every network has an example that it accepts, and refuses a name', () => {
  for (const form of [
    ...NETWORK_NAMES.map((n) => ACCOUNT_IDS[n]),
    ...PARENT_PROFILE_NETWORKS.map((n) => PROFILE_IDS[n]),
  ]) {
    expect(readId(form, form.example)).toBe(form.example);
    for (const name of ['City of Fairview', '@cityoffairview', 'cityoffairview', 'owner@fairview.example', '-', ''])
      expect(readId(form, name)).toBeNull();
  }
});

const CHANNEL = 'UCabcdefghijklmnopqrstuv';

describe('an address or URN that contains the id is read as the id', () => {
  test.each<[NetworkName, string, string]>([
    ['facebook_page', 'https://www.facebook.com/profile.php?id=61561730669920', '61561730669920'],
    ['facebook_page', 'https://m.facebook.com/profile.php?id=61561730669920&sk=about', '61561730669920'],
    ['facebook_page', 'facebook.com/pages/Fairview-Parks/104567891234567', '104567891234567'],
    [
      'facebook_page',
      'https://www.facebook.com/pages/category/Government/Fairview-Parks-104567891234567/',
      '104567891234567',
    ],
    ['facebook_page', 'https://www.facebook.com/people/Fairview-Parks/100064512345678/?ref=x', '100064512345678'],
    ['facebook_page', 'https://www.facebook.com/p/Fairview-Parks-100064512345678/', '100064512345678'],
    ['facebook_page', 'https://es-la.facebook.com/Fairview-Parks-104567891234567/', '104567891234567'],
    ['facebook_page', 'https://www.facebook.com/104567891234567', '104567891234567'],
    ['facebook_page', 'https://www.facebook.com/104567891234567/posts/pfbid02', '104567891234567'],
    ['facebook_page', 'https://facebook.com/profile.php/?id=61561730669920&mibextid=ZbWKwL', '61561730669920'],
    [
      'facebook_page',
      'https://www.facebook.com/permalink.php?story_fbid=99887766&id=100064512345678',
      '100064512345678',
    ],
    ['facebook_page', 'https://m.facebook.com/story.php?story_fbid=99887766&id=100064512345678', '100064512345678'],
    ['facebook_page', '<https://www.facebook.com/profile.php?id=61561730669920>', '61561730669920'],
    ['facebook_page', 'https://www.facebook.com/profile.php?id=61561730669920,', '61561730669920'],
    ['linkedin_page', 'urn:li:organization:1363540', '1363540'],
    ['linkedin_page', 'URN:LI:Organization:1363540', '1363540'],
    ['linkedin_page', 'urn%3Ali%3Aorganization%3A1363540', '1363540'],
    ['linkedin_page', 'urn:li:company:1363540', '1363540'],
    ['linkedin_page', 'urn:li:organization:1363540;', '1363540'],
    ['linkedin_page', 'https://linkedin.com/company/1363540/?viewAsMember=true', '1363540'],
    ['linkedin_page', 'https://www.linkedin.com/company/1363540/admin/dashboard/', '1363540'],
    ['linkedin_page', 'linkedin.com/school/1363540', '1363540'],
    ['linkedin_profile', 'urn:li:person:yrZCpj2Z12', 'yrZCpj2Z12'],
    ['linkedin_profile', 'urn:li:person:abcdefghij', 'abcdefghij'],
    ['linkedin_profile', 'urn:li:person:jsmith2024', 'jsmith2024'],
    ['x', 'https://x.com/i/user/2244994945', '2244994945'],
    ['x', 'https://twitter.com/intent/user?user_id=2244994945', '2244994945'],
    ['x', 'https://twitter.com/intent/follow?user_id=2244994945', '2244994945'],
    ['youtube', `https://www.youtube.com/channel/${CHANNEL}`, CHANNEL],
    ['youtube', `https://studio.youtube.com/channel/${CHANNEL}/videos`, CHANNEL],
    ['youtube', `youtube.com/channel/${CHANNEL}?view_as=subscriber`, CHANNEL],
    ['youtube', `https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}`, CHANNEL],
  ])('%s: %s', (network, text, id) => {
    expect(read(network, text)).toBe(id);
    expect(read(network, ` ="${text}" `)).toBe(id);
  });
});

describe('what doesn’t contain the id is refused instead of guessed', () => {
  test.each<[NetworkName, string]>([
    ['facebook_page', 'https://www.facebook.com/CityOfFairview'],
    ['facebook_page', 'https://www.facebook.com/profile.php'],
    ['facebook_page', 'https://www.facebook.com/groups/104567891234567'],
    ['facebook_page', 'https://www.facebook.com/events/104567891234567'],
    ['facebook_page', 'https://www.facebook.com/Fairview2024'],
    ['facebook_page', 'https://facebook.com.example/profile.php?id=61561730669920'],
    ['facebook_page', 'https://notfacebook.com/104567891234567'],
    ['facebook_page', '1.78414E+16'],
    ['facebook_page', 'https://www.facebook.com/share/123456789012/'],
    ['facebook_page', 'https://www.facebook.com/share/16ABcdEFGh/?mibextid=wwXIfr'],
    ['facebook_page', 'https://www.facebook.com/cityoffairview/posts/104567891234567'],
    ['facebook_page', 'https://www.facebook.com/photo/?fbid=104567891234567'],
    ['facebook_page', 'https://www.facebook.com/reel/104567891234567'],
    ['facebook_page', 'https://www.facebook.com/watch/104567891234567/'],
    ['facebook_page', 'https://fb.me/61561730669920'],
    ['facebook_page', '555-123-4567'],
    // An Instagram account in a Page’s line.
    ['facebook_page', '17841405822304914'],
    ['facebook_page', 'https://www.facebook.com/17841405822304914'],
    ['facebook_page', '0104567891234567'],
    // What web tools find for a name on Instagram: an id of another kind, which no sign-in returns.
    ['instagram', '5822304914'],
    ['instagram', 'https://www.instagram.com/cityoffairview/'],
    ['linkedin_page', 'https://www.linkedin.com/company/old-government-house'],
    ['linkedin_page', 'https://www.linkedin.com/showcase/1363540'],
    ['linkedin_page', 'urn:li:organizationBrand:1363540'],
    ['linkedin_page', 'urn:li:person:1363540'],
    ['linkedin_profile', 'https://www.linkedin.com/in/jane-smith'],
    ['linkedin_profile', 'jane-smith'],
    ['linkedin_profile', 'janetsmith'],
    ['linkedin_profile', 'jsmith2024'],
    // An ID at X, and a telephone number.
    ['linkedin_profile', '2244994945'],
    ['linkedin_profile', '555-123-45'],
    ['linkedin_profile', 'https://www.linkedin.com/in/yrZCpj2Z12'],
    ['linkedin_page', 'https://www.linkedin.com/feed/update/urn:li:activity:7012345678901234567/'],
    ['linkedin_profile', 'urn:li:member:122138853'],
    ['linkedin_profile', 'urn:li:fsd_profile:ACoAAB1cD2eF3gH'],
    ['x', 'https://x.com/CityOfFairview'],
    ['x', 'https://x.com/CityOfFairview/status/1363540000000000001'],
    ['x', 'https://x.com/i/lists/2244994945'],
    ['youtube', 'https://www.youtube.com/@FairviewTV'],
    ['youtube', 'https://www.youtube.com/c/FairviewTV'],
    ['youtube', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
    ['youtube', 'UCshort'],
    ['youtube', 'https://x.com/i/user/2244994945'],
    ['threads', 'https://www.threads.net/@cityoffairview'],
  ])('%s: %s', (network, text) => {
    expect(read(network, text)).toBeNull();
  });

  test('the address of a person’s Facebook profile, because apps see another id', () => {
    expect(readId(PROFILE_IDS.facebook, 'https://www.facebook.com/profile.php?id=100024518890361')).toBeNull();
  });
});

describe('an ID in another network’s line', () => {
  test.each<[NetworkName, string, NetworkName | null]>([
    ['facebook_page', '17841405822304914', 'instagram'],
    ['threads', '="17841405822304914"', 'instagram'],
    ['x', CHANNEL, 'youtube'],
    ['x', `https://www.youtube.com/channel/${CHANNEL}`, 'youtube'],
    ['instagram', 'https://www.facebook.com/profile.php?id=61561730669920', 'facebook_page'],
    ['linkedin_page', 'urn:li:person:yrZCpj2Z12', 'linkedin_profile'],
    ['linkedin_profile', 'https://www.linkedin.com/company/1363540/', 'linkedin_page'],
    // Most numbers could be an ID of several networks, and a name belongs to none.
    ['instagram', '2244994945', null],
    ['youtube', '1363540', null],
    ['facebook_page', '@cityoffairview', null],
    ['youtube', CHANNEL, null],
  ])('%s: %s is from %s', (network, text, other) => {
    expect(otherNetworkOf(network, text)).toBe(other);
  });

  test('no network takes an ID that only another network has', () => {
    for (const unmistakable of NETWORK_NAMES.filter((network) => ACCOUNT_IDS[network].unmistakable))
      for (const network of NETWORK_NAMES.filter((one) => one !== unmistakable && one !== 'threads'))
        expect(read(network, ACCOUNT_IDS[unmistakable].example)).toBeNull();
  });
});
