/** The weaver, woven, weaves itself. */
package dev.weft.conformance.self;
