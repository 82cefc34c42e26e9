package io.portcullis.integration.packets;

/**
 * A part that could not be measured.
 *
 * @param part its title
 * @param why in a line
 */
record Failed(String part, String why) {}
