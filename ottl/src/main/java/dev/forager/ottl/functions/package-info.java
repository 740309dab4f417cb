// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The functions of the language. Each is a record nested in a class that gathers its likes, and is
 * listed in {@link dev.forager.ottl.functions.StandardFunctions}. See the <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/ottlfuncs/README.md">reference</a>.
 */
@NullMarked
package dev.forager.ottl.functions;

import org.jspecify.annotations.NullMarked;
