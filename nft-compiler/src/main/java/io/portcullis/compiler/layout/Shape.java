package io.portcullis.compiler.layout;

/**
 * One way to lay something out.
 *
 * @param what it is, for people
 * @param maps how many maps it adds
 * @param elements how many elements or rules
 * @param nanoseconds what a packet pays that matches nothing in it
 */
public record Shape(String what, int maps, long elements, double nanoseconds) {}
