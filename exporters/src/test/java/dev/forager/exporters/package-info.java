// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** What the tests of several exporters share. */
@NullMarked
package dev.forager.exporters;

import org.jspecify.annotations.NullMarked;
