// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The catalog of exporters. */
@NullMarked
package dev.forager.exporters;

import org.jspecify.annotations.NullMarked;
