// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What stands in front of every exporter: queue, batch, retry and timeout, from one {@link
 * dev.forager.pipeline.SendingConfig}. The order of the stages, the defaults and the log texts are
 * those of the collector's exporterhelper.
 */
@NullMarked
package dev.forager.engine.sending;

import org.jspecify.annotations.NullMarked;
