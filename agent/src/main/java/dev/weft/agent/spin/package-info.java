/** Makes classes at run time: resumers, and lambdas that also have the woven twin. */
package dev.weft.agent.spin;
