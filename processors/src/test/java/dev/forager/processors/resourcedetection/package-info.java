// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the resource_detection processor. */
@NullMarked
package dev.forager.processors.resourcedetection;

import org.jspecify.annotations.NullMarked;
