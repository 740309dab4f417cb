// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Profiles of the running process, under the Go collector's paths, made by the JDK's means. */
@NullMarked
package dev.forager.extensions.pprof;

import org.jspecify.annotations.NullMarked;
