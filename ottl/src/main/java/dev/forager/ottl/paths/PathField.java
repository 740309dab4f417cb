// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.Target;

/** What a name in a path means: turns it and what follows into an accessor. */
@FunctionalInterface
interface PathField {
    Target resolve(Tail tail) throws CompileException;
}
