/**
 * The binary interface between woven code and the runtime: frames, the stack that carries them
 * while a method unwinds or resumes, and the bootstraps that woven call sites link to.
 *
 * <p>Not an API: everything here is called by code that the weaver emits, or by the other packages
 * of the runtime. Its names and descriptors are frozen by {@link dev.weft.abi.Abi#VERSION}.
 */
package dev.weft.abi;
