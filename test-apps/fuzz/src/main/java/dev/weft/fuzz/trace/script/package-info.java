/**
 * The programs of the trace fuzz: trees of nodes that execute themselves in woven code, so that
 * what is suspended are ordinary frames of ordinary methods.
 */
package dev.weft.fuzz.trace.script;
