package dev.weft.agent.analysis;

/**
 * The type of a value that a {@code NEW} made and no constructor has been called on.
 *
 * @param index the instruction index of the {@code NEW}
 * @param type internal name of its class
 */
public record NewSite(int index, String type) {}
