// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The command line of the Go collector, to the letter: flags, texts, exit codes. picocli parses;
 * help and errors are printed as cobra, the library of the Go collector, does.
 */
@NullMarked
package dev.forager.distribution.cli;

import org.jspecify.annotations.NullMarked;
