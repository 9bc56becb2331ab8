/** Where codes go that a person copies; nothing answers there. */
export const ELSEWHERE = 'https://n8n.example/landing';
