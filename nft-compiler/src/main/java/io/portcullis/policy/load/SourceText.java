package io.portcullis.policy.load;

/**
 * What a user wrote.
 *
 * @param name of the file, for messages
 * @param text YAML or JSON, any number of documents
 */
public record SourceText(String name, String text) {}
