// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The processor {@code resource_detection}: asks the machine and the cloud where the collector
 * runs, and writes it to every resource.
 */
@NullMarked
package dev.forager.processors.resourcedetection;

import org.jspecify.annotations.NullMarked;
