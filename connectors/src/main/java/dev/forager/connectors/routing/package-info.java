// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that sends telemetry to pipelines by conditions. */
@NullMarked
package dev.forager.connectors.routing;

import org.jspecify.annotations.NullMarked;
