package io.github.paymentsuite.lab.fault;

/** A bug's change within the process under test: asleep unless the bug is planted. */
final class Planted implements Fault {
  private final TrapFolder folder;
  private final Bug bug;
  private final Planting planting;

  Planted(TrapFolder folder, Bug bug, Planting planting) {
    this.folder = folder;
    this.bug = bug;
    this.planting = planting;
  }

  @Override
  public void before(Call call) throws Exception {
    if (planting.side() == CrashPoint.Side.BEFORE) {
      bend(call);
    }
  }

  @Override
  public void after(Call call) throws Exception {
    if (planting.side() == CrashPoint.Side.AFTER) {
      bend(call);
    }
  }

  private void bend(Call call) throws Exception {
    if (folder.isPlanted(bug) && planting.bend().bend(call)) {
      folder.bite(bug);
    }
  }
}
