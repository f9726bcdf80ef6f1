// HTML of our own server becomes elements: read as a document of its own, in which nothing runs.

/**
 * @param {string} html
 * @returns {ChildNode[]}
 */
export function elements(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
}
