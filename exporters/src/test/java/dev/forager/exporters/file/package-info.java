// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the file exporter. */
@NullMarked
package dev.forager.exporters.file;

import org.jspecify.annotations.NullMarked;
